//! Every page: who is let in, and whose forms change something.

use accolade_issuing::access::{Who, includes};
use accolade_issuing::testing::World;
use accolade_storage::types::Role;

use super::things::things;
use crate::routes::{self, Access};
use crate::testing::{Browser, app, database, get, state};

/// Whether a page's answer lets the reader do what the address is for: 404 is what a thing that is not there says,
/// 4xx of other kinds is a form that lacks something.
fn is_refused(status: u16) -> bool {
    [401, 403].contains(&status)
}

#[actix_web::test]
async fn each_page_is_open_to_whom_the_table_allows_and_to_nobody_else() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let other = world.issuer("other");
    let (_, foreign) = world.person("owner@other.example", Some((other.id, Role::Owner)));
    let roles = [
        Role::Viewer,
        Role::Assessor,
        Role::Issuer,
        Role::Steward,
        Role::Owner,
    ];
    let mut readers = vec![
        (None, Browser::stranger(&world)),
        (None, Browser::of(&world, &foreign)),
    ];
    readers.extend(roles.map(|role| (Some(role), Browser::member(&world, issuer.id, role))));
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Page(action) = route.access else {
            continue;
        };
        let Who::AtLeast(least) = action.rule().who else {
            continue;
        };
        // A change would take the thing away from those who come after.
        if route.method != "GET" {
            continue;
        }
        let path = things.path(route.pattern);
        let nobody = get(&path).accept("text/html").of(&app).await;
        assert_eq!(nobody.status, 303, "{path}");
        for (role, browser) in &readers {
            let told = browser.get(&path).of(&app).await;
            let name = format!("{} {path} as {role:?}: {}", route.method, told.status);
            match role {
                Some(role) if includes(*role, least) => {
                    assert!(!is_refused(told.status.as_u16()), "{name}");
                }
                _ => assert!([403, 404].contains(&told.status.as_u16()), "{name}"),
            }
        }
    }
}

#[actix_web::test]
async fn no_form_of_a_page_changes_anything_for_those_without_the_right() {
    let db = database();
    let world = World::new(&db);
    let things = things(&world);
    let issuer = db
        .read(|conn| accolade_storage::issuers::by_slug(conn, "acme"))
        .unwrap()
        .unwrap();
    let other = world.issuer("other");
    let (_, foreign) = world.person("owner@other.example", Some((other.id, Role::Owner)));
    let readers = [
        (None, Browser::stranger(&world)),
        (None, Browser::of(&world, &foreign)),
        (
            Some(Role::Viewer),
            Browser::member(&world, issuer.id, Role::Viewer),
        ),
    ];
    let fields = [
        ("role", "owner"),
        ("how", "link"),
        ("seats", "1"),
        ("days", "1"),
        ("archived", "true"),
        ("parent", ""),
        ("name", "New"),
        ("reason", "Because."),
        ("do", "revoke"),
    ];
    let app = app!(state(&world));

    for route in routes::table() {
        let Access::Page(action) = route.access else {
            continue;
        };
        let Who::AtLeast(least) = action.rule().who else {
            continue;
        };
        if route.method == "GET" {
            continue;
        }
        for (role, browser) in &readers {
            if role.is_some_and(|role| includes(role, least)) {
                continue;
            }
            let told = browser
                .post(&things.path(route.pattern), &fields)
                .of(&app)
                .await;
            let status = told.status.as_u16();
            assert!(
                (400..500).contains(&status),
                "{} as {role:?}: {status} {}",
                route.pattern,
                told.header("location")
            );
        }
    }
}
