// Documents for the libraries of Digital Bazaar: contexts that the packages carry, keys of did:key, and what a caller adds.
import { securityLoader } from '@digitalcredentials/security-document-loader';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const bundled = securityLoader({ fetchRemoteContexts: false }).build();

/** A document loader that reaches no network; `more` holds documents by their address. */
export function offlineLoader(more = new Map()) {
  return async (url) => {
    const document = more.get(url) ?? (url.startsWith('did:key:') ? didKey(url) : undefined);
    return document ? { contextUrl: null, documentUrl: url, document } : bundled(url);
  };
}

/** The document of a did:key, or the one method in it. */
function didKey(url) {
  const [did, fragment] = url.split('#');
  const key = did.slice('did:key:'.length);
  const method = { id: `${did}#${key}`, type: 'Multikey', controller: did, publicKeyMultibase: key };
  return fragment
    ? { '@context': MULTIKEY, ...method }
    : {
      '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY],
      id: did,
      verificationMethod: [method],
      authentication: [method.id],
      assertionMethod: [method.id],
    };
}

/** Why a verification by Digital Bazaar's library failed, in one line. */
export function describe(result) {
  const errors = [result.error, ...(result.error?.errors ?? []), result.statusResult?.error];
  return errors.filter(Boolean).map((error) => `${error.message} ${error.cause?.message ?? ''}`).join('; ');
}

let wrong = 0;

/** Prints a line a check. */
export function say(ok, name, detail) {
  wrong += ok ? 0 : 1;
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok ? '' : `: ${detail}`}\n`);
}

/** Prints the sum and ends with 1 if something was not as expected. */
export function finish() {
  process.stdout.write(wrong === 0 ? 'all as expected\n' : `${wrong} not as expected\n`);
  process.exit(wrong === 0 ? 0 : 1);
}
