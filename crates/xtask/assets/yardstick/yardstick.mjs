// Signs and verifies one credential with the usual JavaScript libraries, and prints how often a second.
//
//     node yardstick.mjs CREDENTIAL.json CONTEXTS-FOLDER
//
// One JSON object of names and figures goes to standard output. Everything is served from memory.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import * as jose from 'jose';

const [credentialFile, contextsFolder] = process.argv.slice(2);
const text = await readFile(credentialFile, 'utf8');
const read = async (name) => JSON.parse(await readFile(join(contextsFolder, name), 'utf8'));
const documents = new Map([
  ['https://www.w3.org/ns/credentials/v2', await read('credentials-v2.json')],
  ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', await read('ob-v3p0-3.0.3.json')],
]);

async function documentLoader(url) {
  if (!documents.has(url)) {
    throw new Error(`not in memory: ${url}`);
  }
  return { contextUrl: null, documentUrl: url, document: documents.get(url) };
}

// Counts for three spells and gives the middle one.
async function perSecond(work) {
  for (let warm = 0; warm < 5; warm += 1) {
    await work();
  }
  const spells = [];
  for (let spell = 0; spell < 3; spell += 1) {
    const begin = performance.now();
    let count = 0;
    while (performance.now() - begin < 1000) {
      await work();
      count += 1;
    }
    spells.push((count * 1000) / (performance.now() - begin));
  }
  return spells.sort((a, b) => a - b)[1];
}

function expect(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

const figures = {};
const pair = await Ed25519Multikey.generate();
const did = `did:key:${pair.publicKeyMultibase}`;
pair.controller = did;
pair.id = `${did}#${pair.publicKeyMultibase}`;
const method = await pair.export({ publicKey: true, includeContext: false });
const multikeyContext = 'https://w3id.org/security/multikey/v1';
documents.set(pair.id, { '@context': multikeyContext, ...method });
documents.set(did, {
  '@context': ['https://www.w3.org/ns/did/v1', multikeyContext],
  id: did,
  verificationMethod: [method],
  assertionMethod: [pair.id],
});

const credential = JSON.parse(text);
credential.issuer.id = did;
const signing = () => new DataIntegrityProof({ signer: pair.signer(), cryptosuite });
const sign = () =>
  vc.issue({ credential: structuredClone(credential), suite: signing(), documentLoader });
const signed = await sign();
const checkStatus = async () => ({ verified: true });
const verify = async () => {
  const suite = new DataIntegrityProof({ cryptosuite });
  const result = await vc.verifyCredential({ credential: signed, suite, documentLoader, checkStatus });
  expect(result.verified, `the proof does not verify: ${JSON.stringify(result.error)}`);
};
figures['sign/eddsa-rdfc-2022'] = await perSecond(sign);
figures['verify/proof'] = await perSecond(verify);

const payload = { ...credential, iss: did, sub: 'urn:uuid:6f1c2b0e-8a54-4c1e-9f0e-2b7d5a7f1c01', nbf: 1788251400 };
for (const alg of ['EdDSA', 'ES256', 'RS256']) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg);
  const header = { alg, typ: 'JWT', kid: 'https://badges.example.edu/keys/1' };
  const token = () => new jose.SignJWT(payload).setProtectedHeader(header).sign(privateKey);
  const made = await token();
  figures[`token/${alg}-sign`] = await perSecond(token);
  figures[`token/${alg}-verify`] = await perSecond(() => jose.jwtVerify(made, publicKey));
}

console.log(JSON.stringify(figures));
