use std::fmt::Write as _;

use accolade_storage::on_each_database;
use accolade_storage::types::IssuerId;

use super::*;
use crate::testing::World;

/// Rows are actions. Columns are nobody, a stranger, viewer, assessor, issuer, steward, owner,
/// the owner of the issuer above, the owner of an issuer below, the operator.
/// `+` may, `?` must sign in, `x` may not, `.` may not even know.
const TABLE: &str = "
ViewIssuers     ++++++++++
CreateTopIssuer ?xxxxxxxx+
CreateIssuer    ?xxxx+++x+
EditIssuer      ?xxxx+++x+
RotateKey       ?xxxxx++x+
FoundIssuer     ?+++++++++
MoveIssuer      ?xxxxx++x+
ArchiveIssuer   ?xxxxx++x+
ViewMembers     ?.++++++.+
LeaveIssuer     ?+++++++++
JoinIssuer      ?+++++++++
AskEntry        ?+++++++++
AnswerEntry     ?xxxxxxxx+
ManageMembers   ?xxxxx++x+
ViewAudit       ?.xxx+++.+
ViewBadges      ++++++++++
ViewDrafts      ?.++++++.+
DraftBadge      ?xxx++++x+
EditBadge       ?.xx++++.+
PublishBadge    ?.xxx+++.+
ArchiveBadge    ?.xxx+++.+
Endorse         ?xxxx+++x+
ManageFrameworks ?.xxx+++.+
ViewAwards      ?.++++++.+
OpenRecipient   ?.xx++++.+
Award           ?.xx++++.+
Revoke          ?.xx++++.+
Suspend         ?.xx++++.+
Reinstate       ?.xx++++.+
ViewClaims      ?.xx++++.+
ManageClaims    ?.xx++++.+
ViewWebhooks    ?.xxx+++.+
ManageWebhooks  ?.xxx+++.+
Apply           ++++++++++
ViewApplications ?.x+++++.+
ViewQueue       ?+++++++++
AssessApplications ?.x+++++.+
KeepComments    ?+++++++++
EditAccount     ?+++++++++
CreateToken     ?+++++++++
RevokeToken     ?+++++++++
Verify          ++++++++++
";

fn mark(conn: &mut DbConnection, caller: &Caller, action: Action, issuer: IssuerId) -> char {
    match authorize(conn, caller, action, Some(issuer)) {
        Ok(()) => '+',
        Err(AccessError::Unauthenticated) => '?',
        Err(AccessError::Forbidden) => 'x',
        Err(AccessError::Hidden) => '.',
        Err(other) => panic!("{action:?}: {other}"),
    }
}

on_each_database! {
    fn every_action_is_allowed_to_exactly_these_callers(db: &TestDatabase) {
        let world = World::new(db);
        let above = world.issuer("district");
        let issuer = world.issuer_below("school", above.id);
        let below = world.issuer_below("class", issuer.id);
        let mut callers = vec![Caller::anonymous(), world.person("stranger@a.org", None).1];
        for role in [Role::Viewer, Role::Assessor, Role::Issuer, Role::Steward, Role::Owner] {
            let email = format!("{role}@a.org");
            callers.push(world.person(&email, Some((issuer.id, role))).1);
        }
        callers.push(world.person("above@a.org", Some((above.id, Role::Owner))).1);
        callers.push(world.person("below@a.org", Some((below.id, Role::Owner))).1);
        callers.push(Caller::operator());

        let mut found = String::from("\n");
        db.read(|conn| {
            for action in Action::ALL {
                let marks: String = callers
                    .iter()
                    .map(|caller| mark(conn, caller, *action, issuer.id))
                    .collect();
                writeln!(found, "{:<15} {marks}", format!("{action:?}")).unwrap();
            }
            Ok::<_, StorageError>(())
        })
        .unwrap();

        assert_eq!(found, TABLE);
    }

    fn a_token_does_only_what_its_scopes_say(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("school");
        let (_, owner) = world.person("owner@a.org", Some((issuer.id, Role::Owner)));
        let operator = Caller::operator();

        for full in [owner, operator] {
            for action in Action::ALL.iter().filter(|action| action.rule().who != Who::Anyone) {
                let needed = action.rule().scope;
                let others = Scope::ALL.iter().copied().filter(|scope| *scope != needed);
                let caller = Caller { scopes: others.collect(), ..full.clone() };

                let refused =
                    db.read(|conn| authorize(conn, &caller, *action, Some(issuer.id)));

                assert!(
                    matches!(refused, Err(AccessError::MissingScope(scope)) if scope == needed),
                    "{action:?} {refused:?}"
                );
            }
        }
    }

    fn a_scope_gives_no_role(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("school");
        let (_, viewer) = world.person("viewer@a.org", Some((issuer.id, Role::Viewer)));

        let refused = db.read(|conn| authorize(conn, &viewer, Action::Award, Some(issuer.id)));

        assert!(matches!(refused, Err(AccessError::Forbidden)), "{refused:?}");
    }

    fn the_strongest_of_several_roles_counts(db: &TestDatabase) {
        let world = World::new(db);
        let above = world.issuer("district");
        let issuer = world.issuer_below("school", above.id);
        let (_, caller) = world.person("a@a.org", Some((above.id, Role::Steward)));
        world.person("a@a.org", Some((issuer.id, Role::Viewer)));

        let role = db.read(|conn| highest_role(conn, &caller, Some(issuer.id))).unwrap();

        assert_eq!(role, Some(Role::Steward));
    }
}
