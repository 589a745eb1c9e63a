// LearnCard's DIDKit plugin, without the rest of LearnCard: the WebAssembly of its package, and nothing from the network.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { getDidKitPlugin } from '@learncard/didkit-plugin';

const require = createRequire(import.meta.url);
const wasm = require.resolve('@learncard/didkit-plugin/dist/didkit_wasm_bg.wasm');
const plugin = await getDidKitPlugin(await readFile(wasm));
// What the plugin asks of the wallet it sits in: contexts that it carries itself.
const wallet = { context: plugin.context, debug: () => {} };
wallet.context = { resolveDocument: (url) => plugin.context.resolveStaticDocument(wallet, url) };

/** What the plugin makes of a credential: its checks, warnings and errors. */
export function verify(credential) {
  // To be asked for a status that is not there would be an error.
  const checks = credential.credentialStatus ? ['proof', 'credentialStatus'] : ['proof'];
  return plugin.methods.verifyCredential(wallet, credential, { checks });
}

/** A new issuer: its did:key, its method, and its key pair. */
export async function issuer(seed) {
  const keypair = plugin.methods.generateEd25519KeyFromBytes(wallet, seed);
  const did = plugin.methods.keyToDid(wallet, 'key', keypair);
  return { did, keypair, method: await plugin.methods.keyToVerificationMethod(wallet, 'key', keypair) };
}

/** Signs a credential with one of the plugin's suites. */
export function issue(credential, { keypair, method }, options) {
  return plugin.methods.issueCredential(wallet, credential, { verificationMethod: method, proofPurpose: 'assertionMethod', ...options }, keypair);
}
