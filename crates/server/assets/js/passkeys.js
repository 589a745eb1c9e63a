// Passkeys: asks the device, writes its answer into the form, and sends the form like any other.
// Without this the form stays hidden, and letters work.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const create = async (form) => {
  const { challenge, host, handle, person } = form.dataset;
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp: { id: host, name: document.title },
      user: { id: bytes(handle), name: person, displayName: person },
      pubKeyCredParams: [
        { type: "public-key", alg: -8 },
        { type: "public-key", alg: -7 },
      ],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    },
  });
  form.elements.client.value = text(made.response.clientDataJSON);
  form.elements.authenticator.value = text(made.response.getAuthenticatorData());
  form.elements.key.value = text(made.response.getPublicKey());
  form.elements.algorithm.value = made.response.getPublicKeyAlgorithm();
};

const present = async (form) => {
  const { challenge, host } = form.dataset;
  const shown = await navigator.credentials.get({
    publicKey: { challenge: bytes(challenge), rpId: host, userVerification: "required" },
  });
  form.elements.credential.value = text(shown.rawId);
  form.elements.client.value = text(shown.response.clientDataJSON);
  form.elements.authenticator.value = text(shown.response.authenticatorData);
  form.elements.signature.value = text(shown.response.signature);
};

const steps = { create, present };

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const says = form.querySelector("[data-passkey-says]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      says.hidden = true;
      try {
        await steps[form.dataset.passkey](form);
        form.submit();
      } catch {
        says.textContent = "The device did not answer, or you stopped it. Nothing has happened.";
        says.hidden = false;
      }
    });
  }
}
