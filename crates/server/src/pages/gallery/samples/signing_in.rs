use super::{layout, layout_of_somebody, rendered, text};
use crate::pages::{
    account::AccountPage,
    gallery::Rendered,
    layout::Place,
    sign_in::{CodePage, LinkPage, SignInPage, StalePage},
};

pub(super) fn all() -> Vec<Rendered> {
    let wrong = CodePage {
        error: text("That is not the code in the letter. You have 3 more tries."),
        ..code()
    };
    let unreadable = SignInPage {
        email: "ines@".into(),
        error: text("This is not a whole e-mail address. It should look like name@school.example."),
        ..sign_in()
    };
    vec![
        rendered("sign-in", &sign_in()),
        rendered("sign-in-unreadable", &unreadable),
        rendered("sign-in-code", &code()),
        rendered("sign-in-code-wrong", &wrong),
        rendered("sign-in-link", &by_link()),
        rendered(
            "sign-in-stale",
            &StalePage {
                layout: layout(Place::Elsewhere),
            },
        ),
        rendered("account", &account()),
    ]
}

fn sign_in() -> SignInPage {
    SignInPage {
        layout: layout(Place::Elsewhere),
        email: String::new(),
        error: None,
        to: "/desk".into(),
    }
}

fn code() -> CodePage {
    CodePage {
        layout: layout(Place::Elsewhere),
        email: "ines@kestrelhill.example".into(),
        ticket: "A".repeat(43),
        error: None,
    }
}

fn by_link() -> LinkPage {
    LinkPage {
        layout: layout(Place::Elsewhere),
        email: "ines@kestrelhill.example".into(),
        action: "/sign-in/link/AAAA".into(),
    }
}

fn account() -> AccountPage {
    AccountPage {
        layout: layout_of_somebody(Place::Elsewhere),
        name: "Ines Carvalho".into(),
        name_error: None,
        email: "ines@kestrelhill.example".into(),
    }
}
