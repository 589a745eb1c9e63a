// Checks every form in which the library issues with whatever else can read that form.
//
//     node accept.mjs FOLDER
//
// The folder is written by `crates/xtask/examples/forms`: forms.json lists files, who is to judge them, and what they
// must say. Prints a line a check and ends with 1 if one was not as expected.
import { createHash, createVerify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as ecdsaJcs2019 from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import * as ecdsaSd2023 from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020';
import * as eddsaJcs2022 from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { verifyCredential } from '@digitalcredentials/verifier-core';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import * as jose from 'jose';
import { describe, finish, offlineLoader, say } from './documents.mjs';
import * as didkit from './learncard/didkit.mjs';

// verifier-core reports at length that it may not fetch a schema.
console.log = () => {};
console.error = () => {};
globalThis.fetch = async (input) => {
  throw new Error(`nothing is fetched: ${input.url ?? input}`);
};

const SUITES = {
  'eddsa-rdfc-2022': () => new DataIntegrityProof({ cryptosuite: eddsaRdfc2022 }),
  'eddsa-jcs-2022': () => new DataIntegrityProof({ cryptosuite: eddsaJcs2022.createVerifyCryptosuite() }),
  'ecdsa-rdfc-2019': () => new DataIntegrityProof({ cryptosuite: ecdsaRdfc2019 }),
  'ecdsa-jcs-2019': () => new DataIntegrityProof({ cryptosuite: ecdsaJcs2019.createVerifyCryptosuite() }),
  'ecdsa-sd-2023': () => new DataIntegrityProof({ cryptosuite: ecdsaSd2023.createVerifyCryptosuite() }),
  Ed25519Signature2020: () => new Ed25519Signature2020(),
};
const documentLoader = offlineLoader();

// Those whom accept.py asks.
const IN_PYTHON = ['openbadgeslib', 'openbadges'];

// Who judges: takes a row of forms.json and the file's text, and throws if it does not accept.
const JUDGES = {
  async '@digitalbazaar'(row, text) {
    const credential = JSON.parse(text);
    for (const proof of [credential.proof].flat()) {
      const suite = SUITES[proof.cryptosuite ?? proof.type]();
      const document = structuredClone(credential);
      const result = credential.type.includes('VerifiablePresentation')
        ? await vc.verify({ presentation: document, suite, documentLoader, challenge: row.challenge, domain: row.domain })
        : await vc.verifyCredential({ credential: document, suite, documentLoader });
      expect(result.verified, describe(result));
    }
  },
  async '@digitalbazaar, as holder'(row, text) {
    const cryptosuite = ecdsaSd2023.createDiscloseCryptosuite({ proofId: null, selectivePointers: ['/credentialSubject/achievement'] });
    const suite = new DataIntegrityProof({ cryptosuite });
    const part = await vc.derive({ verifiableCredential: JSON.parse(text), suite, documentLoader });
    await JUDGES['@digitalbazaar'](row, JSON.stringify(part));
  },
  async 'verifier-core'(row, text) {
    const result = await verifyCredential({ credential: JSON.parse(text), knownDIDRegistries: [] });
    const step = result.log?.find((entry) => entry.id === 'valid_signature');
    expect(step?.valid === true, JSON.stringify(result.errors ?? result.log));
  },
  async LearnCard(row, text) {
    const result = await didkit.verify(JSON.parse(text));
    expect(result.checks.includes('proof') && result.errors.length === 0, JSON.stringify(result));
  },
  async jose(row, text) {
    const key = await jose.importJWK(row.key, row.algorithm);
    await jose.jwtVerify(text, key, { algorithms: [row.algorithm], ...(row.issuer && { issuer: row.issuer }) });
  },
  async 'sd-jwt-vc'(row, text) {
    const verifier = (data, signature) => createVerify('sha256')
      .update(data)
      .verify({ key: row.key, format: 'jwk', dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    await new SDJwtVcInstance({ hasher: (data) => createHash('sha256').update(data).digest(), hashAlg: 'sha-256', verifier }).verify(text);
  },
};

function expect(condition, why) {
  if (!condition) {
    throw new Error(why);
  }
}

const folder = process.argv[2];
for (const row of JSON.parse(await readFile(join(folder, 'forms.json'), 'utf8'))) {
  const text = await readFile(join(folder, row.file), 'utf8');
  for (const name of row.judges.filter((judge) => !IN_PYTHON.includes(judge))) {
    const why = await JUDGES[name](row, text).then(() => null, (error) => String(error));
    const found = why === null ? 'valid' : 'invalid';
    say(found === row.expected, `${name.padEnd(15)} ${row.file}: ${row.expected}`, why ?? 'accepted');
  }
}
finish();
