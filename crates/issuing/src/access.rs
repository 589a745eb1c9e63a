//! Who may do what, in one table.
//!
//! A caller needs the action's scope first, then a role at the issuer or at any issuer above it:
//! roles reach downward. The operator may do everything the scopes of the request allow.

mod caller;
mod scopes;

use accolade_storage::types::{IssuerId, Role};
use accolade_storage::{DbConnection, StorageError, issuers, memberships};

pub use caller::Caller;
pub use scopes::{Scope, Scopes, UnknownScope};

/// What somebody without any role at the issuer learns from a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visible {
    /// That the thing exists: it is public anyway.
    Publicly,
    /// Nothing.
    ToMembers,
}

/// What an action asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The scope that the token must carry.
    pub scope: Scope,
    /// Who may, once the scope is there.
    pub who: Who,
    /// What strangers learn.
    pub visible: Visible,
}

/// Who may take an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everyone, signed in or not.
    Anyone,
    /// Every account.
    Accounts,
    /// Members of the issuer, or of one above it, with at least this role.
    AtLeast(Role),
    /// The operator alone.
    Operator,
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])* $action:ident: $scope:ident, $who:expr, $visible:ident;)*) => {
        /// Everything that somebody may want to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $doc])* $action,)*
        }

        impl Action {
            /// All actions, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$action),*];

            /// What it is, as a sentence for the reference.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$action => concat!($($doc),*).trim(),)*
                }
            }

            /// What this action asks.
            pub fn rule(self) -> Rule {
                use Who::{Accounts, Anyone, AtLeast, Operator};
                match self {
                    $(Self::$action => Rule {
                        scope: Scope::$scope,
                        who: $who,
                        visible: Visible::$visible,
                    },)*
                }
            }
        }
    };
}

actions! {
    /// See public profiles.
    ViewIssuers: IssuersRead, Anyone, Publicly;
    /// Found an issuer that stands under no other.
    CreateTopIssuer: IssuersWrite, Operator, Publicly;
    /// Found an issuer below this one.
    CreateIssuer: IssuersWrite, AtLeast(Role::Steward), Publicly;
    /// Change the profile.
    EditIssuer: IssuersWrite, AtLeast(Role::Steward), Publicly;
    /// Replace a signing key.
    RotateKey: IssuersWrite, AtLeast(Role::Owner), Publicly;
    /// Found an organisation of one's own, where the operator lets everybody.
    FoundIssuer: IssuersWrite, Accounts, Publicly;
    /// Hang an organisation below another, or by itself.
    MoveIssuer: IssuersWrite, AtLeast(Role::Owner), Publicly;
    /// Archive an organisation, and take it up again.
    ArchiveIssuer: IssuersWrite, AtLeast(Role::Owner), Publicly;
    /// See who holds which role.
    ViewMembers: IssuersRead, AtLeast(Role::Viewer), ToMembers;
    /// Give up a role of one's own.
    LeaveIssuer: IssuersWrite, Accounts, Publicly;
    /// Take a role that one was invited to.
    JoinIssuer: IssuersWrite, Accounts, Publicly;
    /// Ask the operator to be let in.
    AskEntry: IssuersWrite, Accounts, Publicly;
    /// See who asks to be let in, and answer.
    AnswerEntry: IssuersWrite, Operator, Publicly;
    /// Give and take roles.
    ManageMembers: IssuersWrite, AtLeast(Role::Owner), Publicly;
    /// Read what was done, and by whom.
    ViewAudit: IssuersRead, AtLeast(Role::Steward), ToMembers;
    /// See published badge classes.
    ViewBadges: BadgesRead, Anyone, Publicly;
    /// See badge classes that are not published.
    ViewDrafts: BadgesRead, AtLeast(Role::Viewer), ToMembers;
    /// Begin a badge class.
    DraftBadge: BadgesWrite, AtLeast(Role::Issuer), Publicly;
    /// Change the draft of a badge class.
    EditBadge: BadgesWrite, AtLeast(Role::Issuer), ToMembers;
    /// Publish a badge class.
    PublishBadge: BadgesWrite, AtLeast(Role::Steward), ToMembers;
    /// Stop awarding a badge class.
    ArchiveBadge: BadgesWrite, AtLeast(Role::Steward), ToMembers;
    /// Sign one's organisation's word on the badge class of another.
    Endorse: BadgesWrite, AtLeast(Role::Steward), Publicly;
    /// Take in and remove frameworks of skills.
    ManageFrameworks: BadgesWrite, AtLeast(Role::Steward), ToMembers;
    /// List awards, with what the public page does not show.
    ViewAwards: AwardsRead, AtLeast(Role::Viewer), ToMembers;
    /// Read the plain address of a recipient.
    OpenRecipient: AwardsRead, AtLeast(Role::Issuer), ToMembers;
    /// Award a badge class.
    Award: AwardsWrite, AtLeast(Role::Issuer), ToMembers;
    /// Take an award back.
    Revoke: AwardsWrite, AtLeast(Role::Issuer), ToMembers;
    /// Put an award on hold.
    Suspend: AwardsWrite, AtLeast(Role::Issuer), ToMembers;
    /// End the hold.
    Reinstate: AwardsWrite, AtLeast(Role::Issuer), ToMembers;
    /// See claim links, their codes and who claimed.
    ViewClaims: AwardsRead, AtLeast(Role::Issuer), ToMembers;
    /// Make and change claim links, decide on claims, remind.
    ManageClaims: AwardsWrite, AtLeast(Role::Issuer), ToMembers;
    /// See webhooks and what was answered.
    ViewWebhooks: IssuersRead, AtLeast(Role::Steward), ToMembers;
    /// Make, change and replay webhooks.
    ManageWebhooks: IssuersWrite, AtLeast(Role::Steward), ToMembers;
    /// Apply for a badge, or propose somebody for one.
    Apply: ApplicationsWrite, Anyone, Publicly;
    /// See applications with all that was shown.
    ViewApplications: ApplicationsRead, AtLeast(Role::Assessor), ToMembers;
    /// See what waits for one's own look, wherever one assesses.
    ViewQueue: ApplicationsRead, Accounts, Publicly;
    /// Judge applications, ask others to, and decide.
    AssessApplications: ApplicationsWrite, AtLeast(Role::Assessor), ToMembers;
    /// Keep comments for use again, and forget them.
    KeepComments: ApplicationsWrite, Accounts, Publicly;
    /// See and change one's own account: its name, how one signs in.
    EditAccount: AccountWrite, Accounts, Publicly;
    /// Make a token for oneself.
    CreateToken: TokensWrite, Accounts, Publicly;
    /// End one of one's own tokens.
    RevokeToken: TokensWrite, Accounts, Publicly;
    /// Verify a document.
    Verify: Verify, Anyone, Publicly;
}

/// Why somebody may not.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Nobody is signed in.
    #[error("this needs a signed-in account or a token")]
    Unauthenticated,
    /// The token was not made for this.
    #[error("the token lacks the scope {0}")]
    MissingScope(Scope),
    /// The caller knows of the thing but has no right to do this.
    #[error("your role does not allow this")]
    Forbidden,
    /// The caller may not even know that the thing exists.
    #[error("there is nothing here")]
    Hidden,
    /// The organisation, or one above it, is archived.
    #[error("this organisation is archived: it gives no new badges")]
    Archived,
    /// The roles could not be looked up.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AccessError {
    /// The refusal for a thing that turned out to be public: hiding it would be a lie.
    #[must_use]
    pub fn known(self, is_public: bool) -> Self {
        match self {
            Self::Hidden if is_public => Self::Forbidden,
            other => other,
        }
    }
}

/// Lets the caller pass if the table allows the action at this issuer.
pub fn authorize(
    conn: &mut DbConnection,
    caller: &Caller,
    action: Action,
    issuer: Option<IssuerId>,
) -> Result<(), AccessError> {
    let rule = action.rule();
    // What everyone may do without a token needs no scope with one.
    if rule.who == Who::Anyone {
        return Ok(());
    }
    if caller.is_anonymous() {
        return Err(AccessError::Unauthenticated);
    }
    if !caller.scopes.contains(rule.scope) {
        return Err(AccessError::MissingScope(rule.scope));
    }
    if let Some(issuer) = issuer.filter(|_| begins_something(action))
        && is_archived(conn, issuer)?
    {
        return Err(AccessError::Archived);
    }
    if caller.operator {
        return Ok(());
    }
    match rule.who {
        Who::Anyone | Who::Accounts => Ok(()),
        Who::Operator => Err(AccessError::Forbidden),
        Who::AtLeast(least) => match highest_role(conn, caller, issuer)? {
            Some(role) if includes(role, least) => Ok(()),
            None if rule.visible == Visible::ToMembers => Err(AccessError::Hidden),
            _ => Err(AccessError::Forbidden),
        },
    }
}

/// What an archived organisation does no more.
fn begins_something(action: Action) -> bool {
    matches!(
        action,
        Action::CreateIssuer
            | Action::DraftBadge
            | Action::PublishBadge
            | Action::Award
            | Action::ManageClaims
    )
}

/// Whether an organisation, or one above it, is archived.
pub fn is_archived(conn: &mut DbConnection, issuer: IssuerId) -> Result<bool, StorageError> {
    let own = issuers::find(conn, issuer)?;
    if own.is_some_and(|issuer| issuer.archived_at.is_some()) {
        return Ok(true);
    }
    let above = issuers::ancestors(conn, issuer)?;
    Ok(above.iter().any(|issuer| issuer.archived_at.is_some()))
}

/// The strongest role that the caller holds at the issuer or above it.
pub fn highest_role(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: Option<IssuerId>,
) -> Result<Option<Role>, StorageError> {
    let (Some(account), Some(issuer)) = (caller.account, issuer) else {
        return Ok(None);
    };
    let mut line = vec![issuer];
    line.extend(
        issuers::ancestors(conn, issuer)?
            .into_iter()
            .map(|above| above.id),
    );
    let roles = memberships::roles_for(conn, account, &line)?;
    Ok(roles
        .into_iter()
        .map(|(_, role)| role)
        .min_by_key(|role| rank(*role)))
}

/// Whether holding `role` is enough where `least` is asked.
pub fn includes(role: Role, least: Role) -> bool {
    rank(role) <= rank(least)
}

fn rank(role: Role) -> u8 {
    match role {
        Role::Owner => 0,
        Role::Steward => 1,
        Role::Issuer => 2,
        Role::Assessor => 3,
        Role::Viewer => 4,
    }
}

#[cfg(test)]
mod tests;
