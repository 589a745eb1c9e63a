//! The same questions, asked of the pages of a site with real rows.

use accolade_issuing::{
    access::Caller,
    awards::{Assessment, AwardOrder, NewEvidence},
    revocation,
    testing::World,
};
use accolade_storage::types::{EvidenceKind, Visibility};

use super::{Rendered, hang, proofs};
use crate::pages::qr::QrCode;
use crate::testing::{app, database, get, state};

/// An order with every kind of evidence, one item of it private.
fn rich_order(world: &World<'_>, badge: accolade_storage::types::BadgeClassId) -> AwardOrder {
    let picture = world.picture();
    let item = |kind, fill: fn(&mut NewEvidence)| {
        let mut item = NewEvidence::new(kind);
        fill(&mut item);
        item
    };
    let mut order = AwardOrder::new(badge, "amara@pupils.example");
    order.recipient.name = Some("Amara Okafor".into());
    order.narrative = Some("She asked for the bench **twice**.".into());
    order.assessment = Some(Assessment {
        by: Some("Ines Carvalho".into()),
        role: Some("science teacher".into()),
        how: Some("watched the second test".into()),
    });
    order.evidence = vec![
        item(EvidenceKind::Text, |item| {
            item.content.narrative = Some("It broke at 1.9 kg. <script>x()</script>".into());
        }),
        item(EvidenceKind::Text, |item| {
            item.content.narrative = Some("Nobody reads this.".into());
            item.visibility = Visibility::Private;
        }),
        item(EvidenceKind::Link, |item| {
            item.content.url = Some("https://notebook.example/log".into());
            item.content.name = Some("Bridge log".into());
        }),
        NewEvidence {
            file: Some(picture),
            ..item(EvidenceKind::Picture, |_| {})
        },
        NewEvidence {
            file: Some(picture),
            second_file: Some(picture),
            ..item(EvidenceKind::Pair, |item| {
                item.content.narrative = Some("Two diagonals.".into());
                item.content.taken = Some("14 October".into());
                item.content.caption = Some("Broke.".into());
            })
        },
        item(EvidenceKind::Testimonial, |item| {
            item.content.narrative = Some("She did it alone.".into());
            item.content.author = Some("Daniel Brandt".into());
            item.content.author_role = Some("engineer".into());
        }),
        NewEvidence {
            file: Some(picture),
            ..item(EvidenceKind::File, |_| {})
        },
    ];
    order
}

/// Where the links lead that name wallets: those read the JSON of 3.0 and cannot choose a form.
fn links_for_wallets(html: &str) -> Vec<&str> {
    let links = html.split("<a ").skip(1);
    links
        .filter_map(|link| link.split("</a>").next())
        .filter(|link| link.to_lowercase().contains("wallet"))
        .filter_map(|link| link.split("href=\"").nth(1)?.split('"').next())
        .collect()
}

#[actix_web::test]
async fn a_site_with_real_rows_passes_the_same_proofs() {
    let db = database();
    let world = World::new(&db);
    let district = world.issuer("district");
    let school = world.issuer_below("school", district.id);
    let badge = world.badge(school.id);
    let award = world.award_with(rich_order(&world, badge.id)).assertion;
    let taken_back = world.award(&badge).assertion;
    let reason = "Given to the wrong Jonas.";
    world
        .db
        .write(|conn| {
            let operator = Caller::operator();
            revocation::revoke(conn, &world.tools, &operator, taken_back.id, reason)
        })
        .unwrap();
    let app = app!(state(&world));

    let mut pages = Vec::new();
    for (name, path) in [
        ("home", "/".to_owned()),
        ("issuers", "/issuers".to_owned()),
        ("issuer", "/issuers/school".to_owned()),
        ("badges", "/badges".to_owned()),
        ("badge", format!("/badges/{}", badge.id)),
        ("badge-version", format!("/badges/{}/versions/1", badge.id)),
        ("award", format!("/awards/{}", award.id)),
        ("award-withdrawn", format!("/awards/{}", taken_back.id)),
        ("verify", "/verify".to_owned()),
        ("reference", "/api/docs".to_owned()),
    ] {
        let told = get(&path).accept("text/html").of(&app).await;
        assert_eq!(told.status, 200, "{path}");
        let html = String::from_utf8(told.body.to_vec()).unwrap();
        // The world has an address of its own; the gallery knows one site only.
        let html = html.replace(world.tools.addresses.url("").as_str(), super::samples::SITE);
        let prefix = if name == "reference" { "" } else { "real-" };
        let name = format!(
            "{prefix}{name}{}",
            if prefix.is_empty() { "-real" } else { "" }
        );
        pages.push(Rendered { name, html });
    }
    hang(&pages);

    pages.iter().for_each(proofs::all);
    let page = |name: &str| &pages.iter().find(|page| page.name == name).unwrap().html;
    let address = format!("/awards/{}", award.id);
    let award = page("real-award");
    assert!(
        award.contains("gave this badge to Amara Okafor on"),
        "{award}"
    );
    for shown in [
        "What Amara Okafor showed",
        "Bridge log",
        "Two diagonals",
        "Daniel Brandt",
    ] {
        assert!(award.contains(shown), "{shown}");
    }
    assert!(!award.contains("Nobody reads this"));
    assert_eq!(links_for_wallets(award), [format!("{address}.json")]);
    let code = QrCode::draw(&world.tools.addresses.url(&address)).unwrap();
    assert!(award.contains(&code.path));
    assert!(page("real-award-withdrawn").contains("Given to the wrong Jonas."));
}

#[actix_web::test]
async fn a_form_without_anything_to_check_comes_back_with_the_mend() {
    let db = database();
    let world = World::new(&db);
    let app = app!(state(&world));

    let told = crate::testing::ask(actix_web::http::Method::POST, "/verify")
        .header("content-type", "application/x-www-form-urlencoded")
        .accept("text/html")
        .body("text=")
        .of(&app)
        .await;

    assert_eq!(told.status, 422);
    let html = String::from_utf8(told.body.to_vec()).unwrap();
    assert!(html.contains("There was nothing to check"));
    proofs::all(&Rendered {
        name: "verify-nothing".into(),
        html,
    });
}

#[actix_web::test]
async fn an_address_is_compared_and_forgotten() {
    let db = database();
    let world = World::new(&db);
    let badge = world.badge(world.issuer("school").id);
    let award = world.award_with(rich_order(&world, badge.id)).assertion;
    let app = app!(state(&world));
    let compare = async |address: &str| {
        let told = crate::testing::ask(
            actix_web::http::Method::POST,
            &format!("/awards/{}", award.id),
        )
        .header("content-type", "application/x-www-form-urlencoded")
        .accept("text/html")
        .body(format!("recipient={address}"))
        .of(&app)
        .await;
        assert_eq!(
            (told.status.as_u16(), told.header("cache-control")),
            (200, "no-store")
        );
        String::from_utf8(told.body.to_vec()).unwrap()
    };

    let same = compare("Amara%40pupils.example").await;
    let other = compare("kofi%40pupils.example").await;
    let unreadable = compare("amara").await;

    assert!(same.contains("<strong>Yes.</strong>") && same.contains("recipient.match"));
    assert!(other.contains("<strong>No.</strong>") && other.contains("recipient.mismatch"));
    assert!(unreadable.contains("not a whole e-mail address"));
    assert!(!same.contains("mara@pupils.example"));
}
