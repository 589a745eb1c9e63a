//! The table itself. A line a code: name, string, weight, title, then a sentence for earner, issuer and employer.

use super::{Audience, Severity};

macro_rules! codes {
    ($( $name:ident $text:literal $severity:ident $title:literal $earner:literal $issuer:literal $employer:literal; )*) => {
        /// What a check found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $( #[doc = concat!("`", $text, "`: ", $title)] $name, )*
        }

        impl Code {
            /// The stable string, as in `signature.ok`.
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$name => $text, )* }
            }

            /// What the code does to the verdict.
            pub fn severity(self) -> Severity {
                match self { $( Self::$name => Severity::$severity, )* }
            }

            /// The finding in a few plain words.
            pub fn title(self) -> &'static str {
                match self { $( Self::$name => $title, )* }
            }

            /// The finding in a sentence for one kind of reader.
            pub fn sentence(self, audience: Audience) -> &'static str {
                match (self, audience) {
                    $(
                        (Self::$name, Audience::Earner) => $earner,
                        (Self::$name, Audience::Issuer) => $issuer,
                        (Self::$name, Audience::Employer) => $employer,
                    )*
                }
            }

            /// All codes, in the order of the reference.
            pub fn all() -> &'static [Self] {
                &[ $( Self::$name, )* ]
            }
        }
    };
}

codes! {
    InputUnreachable "input.unreachable" Unknown "The address does not answer."
        "We could not open the address. Try again later, or drop the file here."
        "The address of this badge did not answer us. Check that it is public and up."
        "We could not open the address. This says nothing against the badge; ask for the file, or try again later.";
    InputMissing "input.missing" Unknown "There is nothing at this address."
        "The address exists no more, or has a typing error. Ask the issuer for the right one."
        "Your server says that there is nothing at this address. A badge address should stay for ever."
        "The server says that there is nothing at this address. Ask for the file itself.";

    FormatOk "format.ok" Pass "It is a complete badge."
        "Every required part of your badge is there."
        "Every required part is there."
        "Every required part is there.";
    FormatCredential "format.credential" Note "It is a signed statement, but not a badge."
        "This is a signed statement without an achievement in it. We checked what it has."
        "The types do not say that this is an Open Badge. We checked it as a plain verifiable credential."
        "This is a signed statement that does not claim to be a badge. Read what it says before you rely on it.";
    FormatClaims "format.claims" Note "It is a badge in the form of an SD-JWT VC."
        "Your badge is written as an SD-JWT VC, a form that some wallets use. We checked what it shows."
        "These are the claims of an SD-JWT VC with an achievement. Open Badges 3.0 has no such form; readers of badges may not take it."
        "This badge is written as an SD-JWT VC, of which the holder shows as much as they like. We checked what it shows.";
    FormatPresentation "format.presentation" Pass "It is a complete presentation."
        "Every required part of what you show is there."
        "Every required part of the presentation is there."
        "Every required part of the presentation is there.";
    FormatDeviation "format.deviation" Note "One detail is written in an unusual way."
        "One detail is written in an unusual way. It changes nothing."
        "One detail differs from the standard, and strict readers may stumble over it. The pointer shows the place."
        "One detail is written in an unusual way. It changes nothing.";
    FormatSeveral "format.several" Note "The picture holds more than one badge text."
        "Your picture holds the badge in more than one form. We checked the newest."
        "The picture holds more than one form of the badge. Readers take the newest, or the first."
        "The picture holds the badge in more than one form. We checked the newest.";
    FormatOlder "format.context.older" Warning "It is written in an older form."
        "Your badge is written in an older form of the standard. It still holds; the issuer can give you a newer copy."
        "The badge names an older version of the Open Badges terms than its age suggests. Issue with the newest."
        "It is written in an older form of the standard. That does not make it false.";
    FormatLegacy "format.legacy" Warning "It is written in a form from before the present standard."
        "Your badge is in a form from years ago. It still holds; ask the issuer for a newer copy."
        "This form is no longer in use. Issue again in Open Badges 3.0 when you can."
        "It is in a form from before the present standard, which proves a little less. The facts below still hold.";
    FormatCompressed "format.image.compressed" Warning "The text in the picture is compressed."
        "The text inside your picture is compressed. Some readers will not find it."
        "The standard wants the text in the picture uncompressed. Bake it again."
        "The text inside the picture is compressed, which the standard does not allow. We could read it.";
    FormatUnreadable "format.unreadable" Invalid "It could not be read."
        "The file is damaged or is no badge. Download it again from where you got it."
        "The text is not well formed. The detail says where reading stopped."
        "The file is damaged, or it is no badge. Ask for it again.";
    FormatNoBadge "format.no_badge" Invalid "There is no badge in it."
        "We found no badge in this file. Phones and chat programs often strip it: send the file as a file, or use its link."
        "There is no badge text in this file. It may have been lost when the picture was resized."
        "We found no badge in this file. A picture alone proves nothing: ask for the link or the original file.";
    FormatFragment "format.fragment" Invalid "It is only a part of a badge."
        "This is a part of a badge: a description, a profile, a key. Hand over the badge itself."
        "This document belongs to badges but is none. The detail says what it is."
        "This is only a part of a badge and says nothing about anybody. Ask for the badge itself.";
    FormatTooLarge "format.too_large" Unknown "It is larger than we read."
        "The file is larger than we read. Ask the issuer for a smaller one."
        "The document is larger than we read. Link to evidence instead of embedding it."
        "The file is larger than we read. This says nothing against it.";
    FormatTooComplex "format.too_complex" Unknown "It is knotted beyond what we untie."
        "The badge is built in a way that takes too long to check. Ask the issuer for a simpler one."
        "The document holds too many nameless parts that point at each other. Give them ids."
        "The badge is built in a way that takes too long to check. Honest badges are not.";
    FormatStructure "format.structure" Invalid "A required part is missing or wrong."
        "A required part of your badge is missing or wrong. The issuer has to mend it."
        "A required part is missing or wrong. The pointer shows the place."
        "A required part is missing or wrong. Ask the earner for the original.";
    FormatContextUnknown "format.context.unknown" Invalid "It speaks in terms that nobody defined for us."
        "Your badge uses terms we do not know, so we cannot tell what was signed. Ask the issuer."
        "The @context names something that is not among the known ones. Contexts are never fetched."
        "It uses terms we do not know, so nobody can tell what was signed.";
    FormatContextAbsent "format.context.absent" Unknown "It speaks in terms that we do not carry."
        "Your badge uses an early form of the standard that we do not carry, so we cannot check it."
        "The @context is an early one of the standard that is not compiled in. Issue with the present one."
        "It uses an early form of the standard that we do not carry. This says nothing against it.";
    FormatContextOrder "format.context.order" Invalid "Its first lines are not those of a badge."
        "The first lines of your badge are not as the standard wants them. The issuer has to mend it."
        "The @context must begin with the credentials context, then the Open Badges one."
        "The first lines are not as the standard wants them, so readers may understand it differently.";
    FormatContextForeign "format.context.foreign" Warning "It brings along words that a badge does not need."
        "Your badge lists more sets of words than it needs. The signature fits all the same."
        "The @context names something that no badge needs. Leave it out: readers that do not know it refuse the badge."
        "It lists more sets of words than it needs, which anybody could have added. What was signed is unchanged.";
    FormatUndefinedTerm "format.undefined_term" Invalid "It holds something that the signature does not cover."
        "Something in your badge is not covered by the signature. Use the original file."
        "A member is defined by no context, so it would not be signed. Remove it, or add a context that defines it."
        "Somebody may have added something after signing. Do not rely on this file.";

    SignatureOk "signature.ok" Pass "Nothing was changed."
        "The signature fits your badge to the letter."
        "The signature fits the text exactly as it was signed."
        "The signature covers every line of it, and it fits.";
    SignatureForeign "signature.foreign" Warning "Somebody else signed it too."
        "Besides the issuer, somebody else signed your badge."
        "One proof is by a key that is not yours. Remove it, or ask how it came there."
        "Besides the issuer, somebody else signed it. Only the issuer's signature counts.";
    SignatureSkipped "signature.skipped" Warning "One of its signatures could not be checked."
        "One signature is good; another is of a kind we cannot check."
        "One proof is of a kind we do not check. The others hold."
        "One signature is good; another is of a kind we cannot check.";
    SignatureOldSuite "signature.suite.old" Warning "It is signed in an early form."
        "Your badge is signed in a form from before the standard was final. It still fits."
        "The proof carries a name from before the standard was final. Sign with eddsa-rdfc-2022."
        "It is signed in a form from before the standard was final. The signature fits.";
    SignatureEarlyContext "signature.context.early" Warning "A part of it was added after the terms were widened."
        "The signature fits an early edition of the standard; one later part is not covered by it."
        "The proof fits the first edition of the context only: members that came later are not signed. Sign again."
        "The signature fits, but one part was not covered when it was signed. The pointer shows which.";
    SignatureBesideBroken "signature.beside_broken" Warning "One of its signatures is broken."
        "One signature is good; another one beside it is broken."
        "One proof holds, another does not. Remove the broken one, or sign again."
        "One signature is good; another one beside it is broken. Your rules accept that.";
    SignatureRepeated "signature.repeated" Note "The same signature stands there twice."
        "The signature on your badge stands there twice. It changes nothing."
        "The same proof stands there twice. Remove one: some readers stumble over it."
        "The same signature stands there twice. It counts once.";
    SignatureFuture "signature.future" Warning "It says that it was signed in the future."
        "The signature carries a date that has not come. It fits all the same."
        "The proof was made by a clock that runs ahead."
        "The signature carries a date that has not come. It fits, but the issuer's clock was wrong.";
    SignatureClaimsMissing "signature.claims.missing" Warning "The signed envelope leaves something out."
        "The signed envelope of your badge leaves out something the standard asks for."
        "The token lacks a claim that Open Badges 3.0 asks for (sub or nbf)."
        "The signed envelope leaves out something the standard asks for. The signature fits.";
    SignatureMismatch "signature.mismatch" Invalid "Something was changed after signing."
        "This copy was changed, or damaged on the way. Use the original from the issuer."
        "The signature does not fit the text. Compare with the bytes you signed."
        "The signature does not fit. Something was changed after signing: do not rely on this copy.";
    SignatureMissing "signature.missing" Invalid "Nobody signed it."
        "There is no signature on your badge. Ask the issuer for the signed one."
        "There is no proof. Anybody could have written this."
        "Nobody signed it. Anybody could have written this.";
    SignatureMalformed "signature.malformed" Invalid "The signature is no signature."
        "The signature on your badge is broken. Ask the issuer for a new copy."
        "The proof is not built as the standard wants it. The detail says what is wrong."
        "The signature is broken. Nothing is proved.";
    SignatureBaseProof "signature.base_proof" Invalid "This copy is for its holder alone."
        "Your badge is genuine, but this copy is yours alone. Show others a part of it: your wallet makes a copy for them."
        "This is a base proof of ecdsa-sd-2023. It goes to the holder; verifiers get a proof derived from it."
        "The signature fits, but this copy is meant for the holder alone. Ask them for one that is made for you.";
    SignatureTooMany "signature.too_many" Invalid "It carries too many signatures."
        "Your badge carries far more signatures than any honest one."
        "A badge may carry at most ten proofs here."
        "It carries far more signatures than any honest badge.";
    SignatureExpired "signature.expired" Invalid "The signature was meant to end."
        "The signature on your badge was made for a time that is over. Ask the issuer to sign again."
        "The proof has an end date that has passed. Sign again."
        "The signature was made for a time that is over.";
    SignatureSuiteUnknown "signature.suite.unknown" Invalid "It is signed in a way that does not exist."
        "The signature names a method that does not exist. The issuer has to sign again."
        "The cryptosuite is not a registered one. Sign with eddsa-rdfc-2022."
        "The signature names a method that does not exist, so it proves nothing.";
    SignatureSuiteUnsupported "signature.suite.unsupported" Unknown "It is signed in a way we do not check."
        "Your badge is signed in a way we do not check yet. That is not your fault."
        "The proof is of a registered kind that we do not check yet. Add an eddsa-rdfc-2022 proof."
        "It is signed in a way we do not check. This says nothing against it.";
    SignatureAlgorithm "signature.algorithm" Invalid "The signature's method cannot be trusted."
        "The signature on your badge uses a method that proves nothing. Ask the issuer for a new one."
        "The token names no algorithm, or one that does not fit the key."
        "The signature uses a method that proves nothing.";
    SignatureType "signature.type" Invalid "It says that it is something else."
        "The signed envelope of your badge says that it is something else. Ask the issuer for a new copy."
        "The token's header has a typ or cty that is not that of a credential. Use vc+jwt, or JWT by Open Badges 3.0."
        "The signed envelope says that it is something else than a badge. Do not rely on it.";
    SignatureNoKey "signature.no_key" Invalid "The signature names no key."
        "The signature does not say which key made it. Ask the issuer for a new copy."
        "The token's header needs a kid (or jwk)."
        "The signature does not say which key made it, so it proves nothing.";
    SignaturePrivateKey "signature.private_key" Invalid "It gives away a secret key."
        "Your badge carries the issuer's secret key, so it proves nothing. Tell the issuer."
        "The token carries a private key. Retire that key today: anybody can sign in your name."
        "It carries a secret key, so anybody could have signed it.";
    SignatureClaims "signature.claims.mismatch" Invalid "The envelope and the badge disagree."
        "The signed envelope says something else than the badge in it. The issuer has to mend it."
        "A registered claim of the token contradicts the credential. The pointer shows which."
        "The signed envelope says something else than the badge in it.";

    DisclosureHeldBack "disclosure.held_back" Note "Parts of it may be held back."
        "This copy does not show everything. Your wallet holds the rest."
        "There are digests in the token for which nothing is shown: parts that are held back, or decoys."
        "This copy may not show everything. What it shows is what the issuer signed; ask for more if you miss something.";
    DisclosureBroken "disclosure.broken" Invalid "It shows something that the issuer did not sign."
        "This copy shows something that is not in what the issuer signed. Make a new copy with your wallet."
        "A disclosure has no digest in the token, or the digests are not written as the standard has it. The detail says which."
        "It shows something that the issuer did not sign. Do not rely on it.";

    IssuerKeyOk "issuer.key.ok" Pass "The issuer's own key signed it."
        "The issuer's own address vouches for the key."
        "Your published document lists the key for signing."
        "The issuer's own address vouches for the key that signed it.";
    IssuerUnbound "issuer.unbound" Warning "The name of the issuer is not proved."
        "Nothing ties the key that signed your badge to the issuer it names."
        "Your identifier is not an address, so nobody can look up your key. Use a did:web or https identifier."
        "The key is good, but nothing ties it to the issuer named here. Ask the issuer.";
    IssuerKeySite "issuer.key.site" Warning "The key lies on the issuer's site, and nothing more says so."
        "The key that signed your badge is on the issuer's site, but the issuer does not list it."
        "Your key is on your site, but listed nowhere. Put it into /.well-known/jwks.json, or use a did:web that lists it."
        "The key is on the issuer's site. If several issuers share that site, ask this one.";
    IssuerKeyUnconfirmed "issuer.key.unconfirmed" Unknown "Who signed it is not confirmed."
        "Your badge brings its own key, and the issuer's site did not answer when we asked whether it is theirs."
        "Your badge brings its own key and your site did not answer. Publish the key in /.well-known/jwks.json and name it by kid."
        "The badge brings its own key, and the issuer's site could not be asked. Anybody could have signed it: ask the issuer.";
    IssuerKeyUnpublished "issuer.key.unpublished" Unknown "The badge brings its own key."
        "Your badge brings its own key, and we found no place where the issuer publishes it."
        "Publish the key in /.well-known/jwks.json and name it by kid; a key in the header proves nothing about you."
        "The badge brings its own key. It was not changed, but who signed it is not proved.";
    IssuerUnlisted "issuer.registry.unlisted" Warning "We do not know the issuer."
        "The issuer is in none of the registers we ask. That does not make your badge false."
        "You are in none of the registers we ask."
        "It is in none of the registers we ask. That does not make it false. Call them, or ask the earner.";
    IssuerListed "issuer.registry.listed" Pass "A register vouches for the issuer."
        "A register of issuers knows who gave you this badge."
        "You are in a register that was asked."
        "A register that you trust knows the issuer. The name is the register's, not the badge's.";
    IssuerRegistryAbsent "issuer.registry.absent" Note "One register does not know the issuer."
        "One of the registers does not know the issuer. That changes nothing by itself."
        "You are not in this register."
        "This register does not know the issuer. That says nothing against it.";
    IssuerRegistryUnreachable "issuer.registry.unreachable" Skipped "One register did not answer."
        "One of the registers did not answer. Try again later."
        "A register could not be asked about you."
        "This register did not answer, so it says neither yes nor no.";
    IssuerRegistryUntrusted "issuer.registry.untrusted" Warning "One register's answer cannot be believed."
        "One of the registers answered in a way that proves nothing. Your badge is not touched by that."
        "A register's statement is not signed rightly, out of date, or about somebody else. The detail says which."
        "What this register answered is not signed rightly, or out of date, so it was left aside. The detail says why.";
    IssuerRegistrySkipped "issuer.registry.skipped" Skipped "No register was asked."
        "As it is not certain who gave you this badge, no register was asked about them."
        "Registers are asked about an issuer only if a proof ties the badge to it."
        "It is not certain who the issuer is, so no register was asked.";
    IssuerUnchecked "issuer.registry.unchecked" Warning "We could not ask every register."
        "No register that answered knows the issuer, and not all answered. Try again later."
        "No register that answered knows you, and not all could be asked."
        "No register that answered knows the issuer, and not all could be asked. Try again later, or ask the earner.";
    IssuerDomainOk "issuer.domain.ok" Pass "The issuer's web site says that it is theirs."
        "The issuer's web site confirms that the badge is by them."
        "Your web site and your identifier name each other."
        "The issuer's web site and the issuer of the badge name each other, signed.";
    IssuerDomainRefuted "issuer.domain.refuted" Warning "A web site does not confirm the issuer."
        "The issuer names a web site that does not confirm it. Ask the issuer."
        "Your document names a web site whose did-configuration.json does not confirm you. The detail says why."
        "The issuer names a web site that does not confirm it. Do not take that site's good name for the issuer's.";
    IssuerDomainUnreachable "issuer.domain.unreachable" Skipped "A web site of the issuer could not be asked."
        "A web site of the issuer did not answer. Try again later."
        "Your document names a web site whose did-configuration.json could not be fetched or checked."
        "A web site that the issuer names did not answer, so it says neither yes nor no.";
    IssuerKeyUnreachable "issuer.key.unreachable" Unknown "The issuer's key could not be fetched."
        "The issuer's server does not answer, so we could not fetch the key. Try again later."
        "We could not fetch your key document. It must stay reachable as long as your badges shall hold."
        "The issuer's server does not answer. This says nothing against the badge.";
    IssuerMethodUnsupported "issuer.method.unsupported" Unknown "We cannot look up this kind of issuer."
        "The issuer uses a kind of identifier we cannot look up."
        "We look up did:key, did:jwk, did:web and https identifiers."
        "The issuer uses a kind of identifier we cannot look up. This says nothing against the badge.";
    IssuerKeyMissing "issuer.key.missing" Invalid "The issuer publishes no key."
        "The issuer's server says that the key document does not exist. Ask the issuer."
        "Your key document is gone. Put it back, or every badge signed with it fails."
        "The issuer's server says that there is no such key document, so the badge proves nothing.";
    IssuerDocument "issuer.document.wrong" Invalid "The issuer's key document is not right."
        "The document that should hold the issuer's key cannot be used. Ask the issuer."
        "Your key document is not readable, or its id is not yours."
        "The document that should hold the issuer's key is not readable, or belongs to somebody else.";
    IssuerKeyUnlisted "issuer.key.unlisted" Invalid "The issuer does not know this key."
        "The issuer's own address does not list the key that signed this. Ask the issuer."
        "Your published document does not list the key. If you retired it, put it back."
        "The issuer's own address does not list the key that signed it. It may be forged.";
    IssuerKeyPurpose "issuer.key.purpose" Invalid "The key is not meant for this."
        "The issuer has not released this key for signing badges. Ask the issuer."
        "The key is in your document, but not under assertionMethod."
        "The issuer has not released this key for signing badges.";
    IssuerKeyRetired "issuer.key.retired" Invalid "The issuer has called the key back."
        "The issuer has called back the key that signed this. Ask for a new copy."
        "The key carries an end that has passed. Badges signed with it no longer hold."
        "The issuer has called back the key that signed it, so nobody can tell when it was signed.";
    IssuerKeyForeign "issuer.key.foreign" Invalid "Somebody else signed it."
        "The signature is not the issuer's. Ask the issuer for the original."
        "The proof is by a key that is not yours."
        "The signature is good, but it is not the issuer's. Anybody could have made it.";

    HostedOk "hosted.ok" Pass "The issuer's own address shows the same badge."
        "The issuer's own address shows the same badge."
        "Your address shows the same badge."
        "We looked at the issuer's own address: it shows the same badge.";
    HostedIdDiffers "hosted.id_differs" Warning "One part lives at another address than it says."
        "One part of your badge has moved. It still holds."
        "A document names another id than the address it was found at. We followed the id it names."
        "One part of it has moved to another address. It still holds.";
    HostedCopy "hosted.copy" Warning "Its own address does not answer."
        "The address of this document does not answer. We read the copy at hand."
        "We could not fetch the document at its address, so we read the copy."
        "The address of this document does not answer. We read the copy at hand, which anybody may have changed.";
    HostedChanged "hosted.changed" Warning "Its own address says it differently now."
        "The issuer has changed this document since your copy was made. We read the present one."
        "The copy differs from the document at its address. We read the present one."
        "The issuer has changed this document since the copy was made. We read the present one.";
    HostedUnreachable "hosted.unreachable" Unknown "The issuer's address does not answer."
        "The issuer's server does not answer. Try again later."
        "We could not fetch a document that this badge depends on. It must stay reachable."
        "Cannot be checked now. The issuer's server does not answer. This says nothing against the badge.";
    HostedUnreadable "hosted.unreadable" Unknown "The issuer's address shows something else."
        "The issuer's address answers, but not with a badge. Ask the issuer."
        "The address answers with something that is no badge document. Serve application/ld+json there."
        "The issuer's address answers, but not with a badge. It may have moved.";
    HostedMissing "hosted.missing" Invalid "The issuer's address does not know the badge."
        "The issuer's server says that there is no such badge. Ask the issuer."
        "Your server answers 404 for a document this badge depends on. A withdrawn badge should answer 410."
        "The issuer's server says that there is no such badge.";
    HostedDiffers "hosted.differs" Invalid "The issuer's address shows something else."
        "This copy differs from what the issuer shows. Use a fresh copy."
        "The copy differs from the document at its address. The pointer shows the first difference."
        "This copy differs from what the issuer's own address shows. Trust the address, not the copy.";
    HostedScope "hosted.scope" Invalid "It is not hosted by its issuer."
        "Your badge is not hosted where the issuer keeps its badges. Ask the issuer."
        "The address of the badge is outside what the issuer profile allows."
        "It is not hosted where the issuer keeps its badges. It may be forged.";

    ValidityOk "validity.ok" Pass "It is in date."
        "Your badge is in date."
        "It is in date."
        "It is in date.";
    ValidityNotYet "validity.not_yet" NotYetValid "It is not in force yet."
        "Your badge begins to count on a later day."
        "The first day of this badge has not come."
        "It begins to count on a later day.";
    ValidityExpired "validity.expired" Expired "Its time is over."
        "Your badge has run out. Ask the issuer whether it can be renewed."
        "The last day of this badge has passed."
        "It was true, and its time is over.";
    ValidityOrder "validity.order" Invalid "It ends before it begins."
        "The dates of your badge contradict each other. The issuer has to mend it."
        "The end lies before the beginning."
        "Its dates contradict each other.";

    StatusOk "status.ok" Pass "It was not withdrawn."
        "The issuer has not taken it back."
        "Your list says that it stands."
        "It was not withdrawn. We looked in the issuer's list, and the issuer does not learn which badge we looked up.";
    StatusNone "status.none" Skipped "There is no list to look it up in."
        "Your badge has no list of withdrawals."
        "The badge names no status list, so it cannot be withdrawn."
        "The issuer keeps no list of withdrawals for it.";
    StatusListShort "status.list.short" Note "The list of withdrawals is short."
        "The issuer's list is shorter than the standard asks, so that a look-up may give you away. Your badge is not on it."
        "The list should have at least 131,072 places, so that a look-up gives nobody away."
        "The issuer's list is shorter than the standard asks. What it says is good, but some readers refuse such a list.";
    StatusListForeign "status.list.foreign" Note "Somebody else keeps the list of withdrawals."
        "The issuer has somebody else keep its list of withdrawals."
        "The list is signed by another key than the badge."
        "The issuer has somebody else keep its list of withdrawals. The badge itself names that list.";
    StatusListElsewhere "status.list.elsewhere" Note "The list of withdrawals is another one."
        "The issuer's address shows a list that goes by another address, so it may not be the one your badge is on."
        "The id of a status list must be the address that your badges name; what is served there is another list."
        "The issuer's address shows a list that goes by another address, so a withdrawal may be missing in it. Ask the issuer.";
    StatusListRange "status.list.range" Unknown "Its place is beyond the end of the list."
        "The issuer's list ends before the place of your badge. Ask the issuer."
        "The status list ends before the place that the badge names."
        "The issuer's list ends before the place of this badge, so nobody can tell whether it was withdrawn. Ask the issuer.";
    StatusSkipped "status.skipped" Skipped "Whether it was withdrawn no longer matters."
        "We did not look whether it was withdrawn, as it does not hold anyway."
        "Not looked up, because an earlier check failed."
        "We did not look whether it was withdrawn, as it does not hold anyway.";
    StatusMessage "status.message" Note "The issuer left a note about it."
        "The issuer left a note about your badge, which does not change whether it holds."
        "Your list has a message for this badge. The detail repeats it."
        "The issuer left a note about it, which does not change whether it holds. The detail repeats it.";
    StatusRefresh "status.refresh" Note "There is a newer copy."
        "The issuer has a newer copy of your badge. Ask for it."
        "Your list says that the badge was renewed."
        "The issuer has a newer copy. This one still holds; ask the earner for the newer.";
    StatusPurposeOther "status.purpose.other" Skipped "A further list is about something else."
        "The issuer keeps a further list, which does not change whether your badge holds."
        "The status entry is of a purpose that does not touch validity."
        "The issuer keeps a further list, which does not change whether it holds.";
    StatusNoteUnread "status.note.unread" Skipped "A note of the issuer could not be read."
        "The issuer may have left a note about your badge, which we could not read. It changes nothing."
        "The list of messages could not be fetched or verified. The detail says why."
        "The issuer may have left a note about it, which could not be read. It does not change whether it holds.";
    StatusUnreachable "status.unreachable" Unknown "The list of withdrawals does not answer."
        "The issuer's list does not answer, so nobody can tell whether your badge was withdrawn. Try again later."
        "We could not fetch your status list. It must stay reachable as long as your badges shall hold."
        "Cannot be checked now. The issuer's list does not answer. This says nothing against the badge.";
    StatusUnverifiable "status.unverifiable" Unknown "The list of withdrawals cannot be used."
        "The issuer's list cannot be used, so nobody can tell whether your badge was withdrawn. Tell the issuer."
        "The status list is out of date, not signed rightly, or damaged. Publish it again."
        "The issuer's list of withdrawals is out of date or damaged, so nobody can tell.";
    StatusTypeUnknown "status.type.unknown" Unknown "We do not know this kind of list."
        "The issuer uses a kind of list we cannot read."
        "We read BitstringStatusListEntry, StatusList2021Entry and 1EdTechRevocationList."
        "The issuer uses a kind of list we cannot read, so we cannot tell whether it was withdrawn.";
    StatusSuspended "status.suspended" Suspended "It is on hold."
        "The issuer has put your badge on hold. Ask why, and for how long."
        "Your list says that it is on hold."
        "The issuer has put it on hold. That can end again.";
    StatusRevoked "status.revoked" Revoked "It was withdrawn."
        "The issuer took this badge back. Ask why."
        "Your list says that it was withdrawn."
        "The issuer took this badge back.";

    RecipientNotAsked "recipient.not_asked" Skipped "Is this the right person?"
        "Whoever checks can type your address and compare."
        "The recipient was not compared."
        "Type the address the earner gave you, and we compare.";
    RecipientNone "recipient.none" Skipped "It names nobody we could compare."
        "Your badge is not tied to an address, so nobody can compare it with yours."
        "The badge carries no recipient identity. Add one, hashed if you like."
        "It is not tied to an address or other identity, so whose it is cannot be compared.";
    RecipientUnreadable "recipient.unreadable" Skipped "Whose it is is written in a way we do not compare."
        "Your badge hides your address in a way from years ago, which we do not compare."
        "The recipient is hashed by another method than SHA-256. Issue again with sha256."
        "Whose it is is hidden in a way from years ago, which we do not compare. Ask the issuer.";
    RecipientMatch "recipient.match" Pass "It was given to this person."
        "The badge was given to this address."
        "The recipient is the one that was asked for."
        "The badge was given to the address you typed.";
    RecipientMismatch "recipient.mismatch" Warning "It was given to somebody else."
        "The badge was given to another address. Perhaps you have a second one?"
        "The recipient is not the one that was asked for."
        "The badge is true, but it was not given to the address you typed. Ask for the address it was sent to.";

    EndorsementOk "endorsement.ok" Pass "Somebody vouches for it, and that holds."
        "Somebody vouches for your badge, and their signature fits."
        "The endorsement holds."
        "Somebody else vouches for it, and their signature fits.";
    EndorsementUnchecked "endorsement.unchecked" Skipped "Somebody vouches for it; we could not check that."
        "Somebody vouches for your badge. We could not check their signature now."
        "An endorsement could not be checked. The badge itself is not touched by that."
        "Somebody vouches for it, but we could not check that. Leave it out of your judgement.";
    EndorsementPast "endorsement.past" Note "Somebody vouched for it, for a time that is over."
        "Somebody vouched for your badge for a time that is over, or has not begun."
        "An endorsement is out of date. The badge itself is not touched by that."
        "Somebody vouched for it for a time that is over, or has not begun.";
    EndorsementBroken "endorsement.broken" Warning "Somebody's word for it does not hold."
        "An endorsement on your badge no longer holds. The badge itself is not touched by that."
        "An endorsement no longer holds. The detail says why."
        "An endorsement on it does not hold. The badge itself is not touched by that; leave the endorsement out.";

    ClrInnerOk "clr.inner.ok" Pass "A badge inside the record holds."
        "A badge inside your record holds by itself."
        "A credential inside the record holds by itself."
        "A badge inside the record holds by itself.";
    ClrInnerUnchecked "clr.inner.unchecked" Skipped "A badge inside the record stands on the record's word."
        "A badge inside your record could not be checked by itself; the record vouches for it."
        "A credential inside the record has no proof of its own, or it could not be checked."
        "A badge inside the record could not be checked by itself; only the record's issuer vouches for it.";
    ClrInnerBroken "clr.inner.broken" Warning "A badge inside the record does not hold by itself."
        "A badge inside your record does not hold by itself. Check it alone to see why."
        "A credential inside the record does not hold by itself. The detail says why."
        "A badge inside the record does not hold by itself. Check it alone to see why.";

    PresentationOk "presentation.ok" Pass "Whoever holds it shows it."
        "You have shown that it is you who shows this."
        "The holder's own key signed the presentation."
        "Whoever shows this has proved to be the holder it names.";
    PresentationCredential "presentation.credential" Pass "A credential in it holds."
        "What you show holds."
        "A credential of the presentation holds. Its own report says why."
        "A credential in it holds. Its own report says why.";
    PresentationNobody "presentation.nobody" Note "It does not say who shows it."
        "What you show does not name you as its holder."
        "The presentation names no holder. The key that signed it is its own witness."
        "It does not name who shows it. Somebody signed it, and what is inside stands for itself.";
    PresentationUnsigned "presentation.unsigned" Note "Nobody signed the folder it came in."
        "Your credentials came in a folder that nobody signed. They stand for themselves."
        "The presentation has no proof. Only the credentials in it were checked."
        "It came in a folder that nobody signed, so it does not show who brings it. What is inside stands for itself.";
    PresentationUnasked "presentation.unasked" Note "It was made to answer somebody's question."
        "You made this to answer a question that is not known here."
        "The presentation has a challenge or a domain, and none was given to compare with."
        "It was made for one occasion. Whether it was this one cannot be told, so it may be a copy.";
    PresentationSelfAsserted "presentation.self_asserted" Note "The holder says so."
        "You say this about yourself, and sign for it."
        "A credential without a proof of its own, by the holder who signed the presentation."
        "Nobody but the holder says so. The holder's signature covers it.";
    PresentationSubject "presentation.subject" Note "It is about somebody else than the holder."
        "What you show is about somebody else."
        "The subject of a credential is another identifier than the holder's."
        "One credential is about another identifier than the one that shows it. Ask how they belong together.";
    PresentationEmpty "presentation.empty" Note "There is nothing in it."
        "You show who you are, and nothing else."
        "The presentation holds no credential."
        "It shows who brings it, and nothing else.";
    PresentationTooMany "presentation.too_many" Unknown "There is more in it than we read."
        "You show more at once than we read. Show less."
        "The presentation holds more credentials than one verification looks at."
        "It holds more than we read. This says nothing against it; ask for less at once.";
    PresentationUnreachable "presentation.unreachable" Unknown "Who shows it could not be looked up."
        "The place that lists your key does not answer. Try again later."
        "The holder's document could not be fetched."
        "The holder's keys could not be fetched. This says nothing against it.";
    PresentationHolder "presentation.holder" Invalid "Somebody else shows it."
        "This was not signed by the holder it names. Sign with your own key."
        "The key is not the holder's, or not released for authentication. The detail says which."
        "It was not signed by the holder it names. Whoever shows it may have copied it.";
    PresentationChallenge "presentation.challenge" Invalid "It answers another question."
        "This was made to answer another question. Make a new one."
        "The challenge of the presentation is not the one that was given out."
        "It answers another question than yours, so it may be a copy.";
    PresentationDomain "presentation.domain" Invalid "It was made for somebody else."
        "This was made for somebody else. Make one for whoever asks now."
        "The domain, or audience, of the presentation is not this verifier."
        "It was made for somebody else, so it may be a copy.";
    PresentationMissing "presentation.missing" Invalid "It is no presentation."
        "You were asked to show who you are. A credential alone does not do that."
        "A presentation was asked for, and something else came."
        "You asked for a presentation, and something else came.";

    ResourceOk "resource.ok" Pass "Something it refers to is what was signed."
        "A file that your badge refers to is still the one that was signed."
        "The digest of a related resource fits."
        "A file that it refers to is still the one that was signed.";
    ResourceUnchecked "resource.unchecked" Skipped "Something it refers to could not be compared."
        "A file that your badge refers to could not be fetched or compared. The badge itself is not touched by that."
        "A related resource could not be fetched, or its digest is of a kind that we do not know."
        "A file that it refers to could not be fetched or compared. The badge itself is not touched by that.";
    ResourceDiffers "resource.differs" Invalid "Something it refers to was exchanged."
        "A file that your badge refers to is not the one that was signed. Ask the issuer."
        "The digest of a related resource does not fit. Put the file back, or issue the badge anew."
        "A file that it refers to was exchanged after signing. Do not rely on it.";
    SchemaSkipped "schema.skipped" Skipped "Further rules of the issuer were not looked up."
        "The issuer names further rules that we do not fetch."
        "A credentialSchema is named. Schemas are never fetched; the standard's own rules were checked."
        "The issuer names further rules that we do not fetch. The standard's own rules were checked.";
    RefreshOffered "refresh.offered" Skipped "The issuer may have a newer copy."
        "The issuer offers a newer copy of your badge."
        "A refresh service is named. We checked the copy at hand."
        "The issuer may have a newer copy. We checked the one at hand.";
    ExtensionOk "extension.ok" Pass "An addition is as its rules want it."
        "Your badge carries an addition to the standard, and it is complete."
        "An extension satisfies its published schema."
        "It carries an addition to the standard, which is as its published rules want it.";
    ExtensionBroken "extension.broken" Warning "An addition is not as its rules want it."
        "An addition to your badge is incomplete. The badge itself is not touched by that."
        "An extension does not satisfy its published schema. The pointer shows the place."
        "An addition to it is incomplete; leave that part out. The badge itself is not touched by that.";
    ExtensionSkipped "extension.skipped" Skipped "An addition was left as it is."
        "Your badge carries an addition to the standard, which we show but do not judge."
        "An extension was not validated against its schema."
        "It carries an addition to the standard, which we do not judge.";

    PolicyOpen "policy.open" Unknown "The rules ask for something that could not be looked up."
        "The rules of whoever checks ask for something that could not be looked up now. Try again later."
        "The policy asks for something that could not be looked up. The detail names it."
        "Your rules ask for something that could not be looked up now. The detail names it.";
    PolicyRefused "policy.refused" Invalid "The rules it was checked under do not accept it."
        "The rules of whoever checks do not accept something about your badge. Ask them, or the issuer for a newer copy."
        "A finding of this report is one that the policy refuses. The detail names it."
        "Your rules do not accept something about it. The detail names it; under usual rules it might hold.";
}
