// Checks what the demo serves with verifiers that are not ours.
//
//     node verify.mjs PLAN.json
//
// The plan lists addresses of awards and what is expected of them. Prints a line a check and ends
// with 1 if one was not as expected. Everything is fetched from the server under test; contexts
// come with the packages.
import { readFile } from 'node:fs/promises';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020';
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { securityLoader } from '@digitalcredentials/security-document-loader';
import { verifyCredential } from '@digitalcredentials/verifier-core';
import { describe, finish, say } from './documents.mjs';
import * as didkit from './learncard/didkit.mjs';

const plan = JSON.parse(await readFile(process.argv[2], 'utf8'));
const origin = new URL(plan.origin).origin;

// The OB 3.0 schema lives on the network; without it verifier-core leaves that step out, loudly. Only our own
// lines are printed.
console.log = () => {};
console.error = () => {};
const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const url = new URL(typeof input === 'string' ? input : input.url ?? String(input));
  // LearnCard asks for a did:web of localhost in plain text.
  url.protocol = url.origin === origin.replace('https:', 'http:') ? 'https:' : url.protocol;
  if (url.origin !== origin) {
    throw new Error(`nothing outside of the server under test is fetched: ${url}`);
  }
  return realFetch(url, init);
};

const bundled = securityLoader({ fetchRemoteContexts: false }).build();

async function documentLoader(url) {
  const local = localAddress(url);
  if (local === null) {
    return bundled(url);
  }
  const response = await realFetch(local, { headers: { accept: 'application/vc+ld+json, application/json' } });
  if (!response.ok) {
    throw new Error(`${local} answers ${response.status}`);
  }
  const document = await response.json();
  const fragment = new URL(url.replace(/^did:/, 'did://x/'), 'https://x/').hash;
  return { contextUrl: null, documentUrl: url, document: fragment ? methodOf(document, url) : document };
}

// did:web:localhost%3A8443:issuers:x#key -> https://localhost:8443/issuers/x/did.json
function localAddress(url) {
  if (url.startsWith('did:web:')) {
    const [host, ...path] = url.split('#')[0].slice('did:web:'.length).split(':').map(decodeURIComponent);
    const address = `https://${host}/${path.length ? path.join('/') : '.well-known'}/did.json`;
    return new URL(address).origin === origin ? address : null;
  }
  return url.startsWith(`${origin}/`) ? url : null;
}

function methodOf(document, id) {
  const method = document.verificationMethod.find((entry) => entry.id === id);
  if (!method) {
    throw new Error(`${document.id} has no method ${id}`);
  }
  const context = method.type === 'Multikey'
    ? 'https://w3id.org/security/multikey/v1'
    : 'https://w3id.org/security/suites/ed25519-2020/v1';
  return { '@context': context, ...method };
}

async function withVerifierCore(credential, expected, name) {
  const result = await verifyCredential({ credential, knownDIDRegistries: [] });
  const step = (id) => result.log?.find((entry) => entry.id === id)?.valid;
  const signed = step('valid_signature') === true;
  const notRevoked = step('revocation_status');
  const notExpired = step('expiration');
  const found = !signed ? 'invalid'
    : notRevoked === false ? 'revoked'
      : notExpired === false ? 'expired'
        : notRevoked === true ? 'valid' : 'no status';
  say(found === expected, `verifier-core   ${name}: ${expected}`, `${found} ${JSON.stringify(result.errors ?? result.log)}`);
}

async function withDigitalBazaar(credential, suite, expected, name) {
  // Its status check says what the bit is and leaves the judgement to the caller.
  let isSet = null;
  const result = await vc.verifyCredential({
    credential,
    suite,
    documentLoader,
    checkStatus: async (options) => {
      const status = await checkStatus({ ...options, verifyBitstringStatusListCredential: true, suite: suites(), documentLoader });
      isSet = status.results?.some((entry) => entry.status) ?? null;
      return status;
    },
  });
  const found = result.verified ? { true: 'revoked', false: 'valid', null: 'no status' }[isSet] : reason(result);
  say(found === expected, `@digitalbazaar  ${name}: ${expected}`, `${found} ${describe(result)}`);
}

function suites() {
  return [new DataIntegrityProof({ cryptosuite: eddsaRdfc2022 }), new Ed25519Signature2020()];
}

function reason(result) {
  return describe(result).includes('validUntil') ? 'expired' : 'invalid';
}

async function withLearnCard(credential, expected, name) {
  const { checks, warnings, errors } = await didkit.verify(credential);
  const told = [...warnings, ...errors].join('; ');
  // Dates are looked at by another plugin of the wallet.
  const found = told.includes('signature error') ? 'invalid'
    : told.includes('revoked') ? 'revoked'
      : errors.length > 0 ? 'invalid'
        : !checks.includes('proof') ? 'no proof'
          : checks.includes('status') ? expected === 'expired' ? 'expired' : 'valid' : 'no status';
  say(found === expected, `LearnCard       ${name}: ${expected}`, `${found} ${told}`);
}

for (const { name, address, expected } of plan.awards) {
  const response = await realFetch(address, { headers: { accept: 'application/vc+ld+json' } });
  if (!response.ok) {
    say(false, name, `${address} answers ${response.status}`);
    continue;
  }
  const credential = await response.json();
  const proofs = [credential.proof].flat();
  await withVerifierCore(structuredClone(credential), expected, name);
  await withLearnCard(structuredClone(credential), expected, name);
  for (const [index, proof] of proofs.entries()) {
    const suite = suites().filter((candidate) => candidate.type === proof.type);
    await withDigitalBazaar(structuredClone(credential), suite, expected, `proof ${index + 1} of ${proofs.length} (${proof.cryptosuite ?? proof.type}), ${name}`);
  }
  const spoilt = structuredClone(credential);
  spoilt.credentialSubject.achievement.name += '.';
  await withVerifierCore(structuredClone(spoilt), 'invalid', `spoilt ${name}`);
  await withLearnCard(structuredClone(spoilt), 'invalid', `spoilt ${name}`);
  // It looks at the dates before it looks at the proof.
  await withDigitalBazaar(spoilt, suites(), expected === 'expired' ? 'expired' : 'invalid', `spoilt ${name}`);
}

finish();
