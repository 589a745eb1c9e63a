// Issues badges with libraries that are not ours, and a spoilt copy of each.
//
//     node issue.mjs CREDENTIAL.json FOLDER
//
// Writes files into the folder, documents.json (what a verifier has to fetch, by address) and theirs.json: a row a file with
// the verdict that we must come to. `crates/xtask/examples/judge` reads them.
import { createHash, createSign, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as ecdsaJcs2019 from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import * as ecdsaSd2023 from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020';
import * as eddsaJcs2022 from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { createCredential, createList } from '@digitalbazaar/vc-bitstring-status-list';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import * as jose from 'jose';
import { offlineLoader } from './documents.mjs';
import * as didkit from './learncard/didkit.mjs';

const [credentialFile, folder] = process.argv.slice(2);
const badge = JSON.parse(await readFile(credentialFile, 'utf8'));
delete badge.credentialStatus;
const ED25519_2020 = 'https://w3id.org/security/suites/ed25519-2020/v1';
const documentLoader = offlineLoader();
const rows = [];
const documents = {};

/** Writes one file and the verdict that we must come to. */
async function write(name, ending, text, expected, more = {}) {
  const file = `${name}.${ending}`;
  await writeFile(join(folder, file), typeof text === 'string' ? text : JSON.stringify(text));
  rows.push({ file, expected, ...more });
}

/** The same with another word in what is signed: in JSON, or in the part of a token that holds it. */
function spoil(text) {
  if (text.startsWith('{')) {
    return text.replaceAll('Statistics', 'Statistic5');
  }
  return text.split(/([.~])/).map((part) => {
    const plain = Buffer.from(part, 'base64url').toString('latin1');
    return plain.includes('Statistics')
      ? Buffer.from(plain.replaceAll('Statistics', 'Statistic5'), 'latin1').toString('base64url')
      : part;
  }).join('');
}

/** A file that is right and its spoilt copy. */
async function writePair(name, ending, made, more) {
  const text = typeof made === 'string' ? made : JSON.stringify(made);
  await write(name, ending, text, 'valid', more);
  await write(`${name}.spoilt`, ending, spoil(text), 'invalid', more);
}

/** A pair of keys and the did:key that they belong to. */
async function withDid(pair) {
  pair.controller = `did:key:${pair.publicKeyMultibase}`;
  pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
  return pair;
}

const ed25519 = await withDid(await Ed25519Multikey.generate());
const p256 = await withDid(await EcdsaMultikey.generate({ curve: 'P-256' }));
const p384 = await withDid(await EcdsaMultikey.generate({ curve: 'P-384' }));

const by = (issuer, more = {}) => ({ ...structuredClone(badge), ...more, issuer: { ...badge.issuer, id: issuer } });
const proof = (pair, cryptosuite) => new DataIntegrityProof({ signer: pair.signer(), cryptosuite });
const issue = (pair, suite, more) => vc.issue({ credential: by(pair.controller, more), suite, documentLoader });

// @digitalbazaar/vc: a line a suite.
const SUITES = [
  ['eddsa-rdfc-2022', ed25519, (pair) => proof(pair, eddsaRdfc2022)],
  ['eddsa-jcs-2022', ed25519, (pair) => proof(pair, eddsaJcs2022.createSignCryptosuite())],
  ['ecdsa-rdfc-2019-p256', p256, (pair) => proof(pair, ecdsaRdfc2019)],
  ['ecdsa-rdfc-2019-p384', p384, (pair) => proof(pair, ecdsaRdfc2019)],
  ['ecdsa-jcs-2019-p256', p256, (pair) => proof(pair, ecdsaJcs2019.createSignCryptosuite())],
  ['ecdsa-jcs-2019-p384', p384, (pair) => proof(pair, ecdsaJcs2019.createSignCryptosuite())],
];
for (const [name, pair, suite] of SUITES) {
  await writePair(`bazaar-${name}`, 'json', await issue(pair, suite(pair)));
}
const contexts = { '@context': [...badge['@context'], ED25519_2020] };
const old = () => new Ed25519Signature2020({ signer: ed25519.signer() });
await writePair('bazaar-ed25519-signature-2020', 'json', await issue(ed25519, old(), contexts));
const twice = await issue(ed25519, old(), contexts);
const { proof: first, ...bare } = twice;
const second = await vc.issue({ credential: bare, suite: proof(ed25519, eddsaRdfc2022), documentLoader });
await writePair('bazaar-proof-set', 'json', { ...bare, proof: [first, second.proof] });

// Selective disclosure: the whole, and what is left when only some of it is shown.
const mandatoryPointers = ['/issuer', '/validFrom', '/credentialSubject/achievement/name'];
// Their way of naming blank nodes breaks on lists, so this badge has none.
const listless = structuredClone(badge);
delete listless.credentialSubject.achievement.resultDescription[0].allowedValue;
const whole = await issue(p256, proof(p256, ecdsaSd2023.createSignCryptosuite({ mandatoryPointers })), listless);
await write('bazaar-ecdsa-sd-2023-base', 'json', whole, 'invalid');
const shown = await vc.derive({
  verifiableCredential: whole,
  suite: new DataIntegrityProof({
    cryptosuite: ecdsaSd2023.createDiscloseCryptosuite({ proofId: null, selectivePointers: ['/credentialSubject', '/id', '/name', '/type'] }),
  }),
  documentLoader,
});
await writePair('bazaar-ecdsa-sd-2023-derived', 'json', shown);

// Status lists: a clear entry, a set one, and lists that do not count.
const LIST = 'https://badges.example.edu/status/';
async function list(name, pair, spoilt = false) {
  const bits = await createList({ length: 131072 });
  bits.setStatus(7, true);
  const credential = await createCredential({ id: `${LIST}${name}`, list: bits, statusPurpose: 'revocation', context: ['https://www.w3.org/ns/credentials/v2'] });
  credential.issuer = pair.controller;
  credential.validFrom = '2026-11-01T00:00:00Z';
  const signed = await vc.issue({ credential, suite: proof(pair, eddsaRdfc2022), documentLoader });
  if (spoilt) {
    signed.validFrom = '2026-11-02T00:00:00Z';
  }
  documents[`${LIST}${name}`] = `list-${name}.json`;
  await writeFile(join(folder, `list-${name}.json`), JSON.stringify(signed));
}
const stranger = await withDid(await Ed25519Multikey.generate());
await list('ours', ed25519);
await list('strangers', stranger);
await list('spoilt', ed25519, true);
const entry = (name, index) => ({
  credentialStatus: { id: `${LIST}${name}#${index}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: String(index), statusListCredential: `${LIST}${name}` },
});
for (const [name, index, expected, code] of [['ours', 6, 'valid'], ['ours', 7, 'revoked'], ['strangers', 6, 'valid', 'status.list.foreign'], ['spoilt', 6, 'not-valid'], ['missing', 6, 'not-valid']]) {
  await write(`bazaar-status-${name}-${index}`, 'json', await issue(ed25519, proof(ed25519, eddsaRdfc2022), entry(name, index)), expected, { code });
}
await write('bazaar-expired', 'json', await issue(ed25519, proof(ed25519, eddsaRdfc2022), { validUntil: '2026-10-01T00:00:00Z' }), 'expired');
await write('bazaar-not-yet', 'json', await vc.issue({ credential: by(ed25519.controller, { validFrom: '2031-01-01T00:00:00Z' }), suite: proof(ed25519, eddsaRdfc2022), documentLoader, now: new Date('2031-01-02') }), 'not_yet_valid');
const another = await issue(ed25519, proof(ed25519, eddsaRdfc2022));
await write('bazaar-issuer-swapped', 'json', { ...another, issuer: { ...another.issuer, id: stranger.controller } }, 'invalid');
await write('bazaar-purpose', 'json', { ...another, proof: { ...another.proof, proofPurpose: 'authentication' } }, 'invalid');

// Presentations.
for (const [name, suite] of [['eddsa-rdfc-2022', proof(ed25519, eddsaRdfc2022)]]) {
  const credential = await issue(ed25519, proof(ed25519, eddsaRdfc2022));
  const presentation = vc.createPresentation({ verifiableCredential: [credential], holder: ed25519.controller, id: 'urn:uuid:6f1c2b0e-8a54-4c1e-9f0e-2b7d5a7f1c09' });
  const question = { challenge: 'a challenge', domain: 'https://verifier.example' };
  const signed = await vc.signPresentation({ presentation, suite, documentLoader, ...question });
  await writePair(`bazaar-presentation-${name}`, 'json', signed, question);
  await write(`bazaar-presentation-${name}-replayed`, 'json', signed, 'invalid', { ...question, challenge: 'another challenge' });
  await write(`bazaar-presentation-${name}-elsewhere`, 'json', signed, 'invalid', { ...question, domain: 'https://elsewhere.example' });
}

// jose: the credential as a token, by every algorithm; the issuer's key is in its identifier.
const SUBJECT = 'urn:uuid:6f1c2b0e-8a54-4c1e-9f0e-2b7d5a7f1c01';
function claims(issuer) {
  const credential = by(issuer);
  credential.credentialSubject.id = SUBJECT;
  return credential;
}
const seconds = (text) => Date.parse(text) / 1000;
const registered = (credential) => ({ ...credential, iss: credential.issuer.id, sub: SUBJECT, jti: credential.id, nbf: seconds(credential.validFrom), exp: seconds(credential.validUntil) });
for (const alg of ['EdDSA', 'ES256', 'ES384', 'RS256']) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = await jose.exportJWK(publicKey);
  const issuer = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`;
  const kid = `${issuer}#0`;
  const token = (payload, header) => new jose.SignJWT(payload).setProtectedHeader({ alg, ...header }).sign(privateKey);
  const name = alg.toLowerCase();
  await writePair(`jose-${name}`, 'jwt', await token(registered(claims(issuer)), { typ: 'JWT', kid }));
  await writePair(`jose-${name}-vc-jwt`, 'jwt', await token(claims(issuer), { typ: 'vc+jwt', cty: 'vc', kid }));
  const other = await jose.exportJWK((await jose.generateKeyPair(alg, { extractable: true })).publicKey);
  const strange = `did:jwk:${Buffer.from(JSON.stringify(other)).toString('base64url')}`;
  await write(`jose-${name}-of-another`, 'jwt', await token(registered(claims(strange)), { typ: 'JWT', jwk }), 'invalid');
}
const unsigned = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
await write('jose-none', 'jwt', `${unsigned({ alg: 'none' })}.${unsigned(registered(claims(ed25519.controller)))}.`, 'invalid');

// @sd-jwt: everything but the issuer's own words may be withheld.
const holderless = await jose.generateKeyPair('ES256', { extractable: true });
const sdJwk = await jose.exportJWK(holderless.publicKey);
const sdIssuer = `did:jwk:${Buffer.from(JSON.stringify(sdJwk)).toString('base64url')}`;
const sdKey = { key: await jose.exportJWK(holderless.privateKey), format: 'jwk', dsaEncoding: 'ieee-p1363' };
const sdJwt = new SDJwtVcInstance({
  signer: (data) => createSign('sha256').update(data).sign(sdKey).toString('base64url'),
  signAlg: 'ES256',
  hasher: (data) => createHash('sha256').update(data).digest(),
  hashAlg: 'sha-256',
  saltGenerator: (length) => randomBytes(length).toString('base64url'),
});
await writePair('sd-jwt-vc', 'sd-jwt', await sdJwt.issue(
  { iss: sdIssuer, iat: seconds(badge.validFrom), exp: seconds(badge.validUntil), vct: 'https://badges.example.edu/vct/open-badge', ...claims(sdIssuer) },
  { _sd: ['evidence', 'name'] },
  { header: { kid: `${sdIssuer}#0` } },
));

// LearnCard's DIDKit plugin.
const learner = await didkit.issuer(new Uint8Array(randomBytes(32)));
await writePair('learncard-eddsa-rdfc-2022', 'json', await didkit.issue(by(learner.did), learner, { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' }));
await writePair('learncard-ed25519-signature-2020', 'json', await didkit.issue(by(learner.did, contexts), learner, { type: 'Ed25519Signature2020' }));

await writeFile(join(folder, 'documents.json'), JSON.stringify(documents));
await writeFile(join(folder, 'theirs.json'), JSON.stringify(rows));
