use super::*;

const BADGE: &[u8] = include_bytes!("../fixtures/river-keeper.svg");

fn text(state: CardState) -> CardText<'static> {
    CardText {
        recipient: Some("Jonas Feld"),
        badge: "River Keeper",
        issuer: "Harbour Street School",
        palette: "spruce",
        state,
        day: Some("until 6 November 2028"),
        image: BADGE,
    }
}

fn drawn(text: &CardText<'_>) -> image::RgbImage {
    let png = card(text).unwrap();
    image::load_from_memory(&png).unwrap().into_rgb8()
}

#[test]
fn a_card_has_the_size_that_previews_ask_for() {
    let card = drawn(&text(CardState::Valid));

    assert_eq!(card.dimensions(), (CARD_WIDTH, CARD_HEIGHT));
}

#[test]
fn every_state_looks_different_also_without_colour() {
    let states = [
        CardState::Valid,
        CardState::Expired,
        CardState::Withdrawn,
        CardState::Suspended,
        CardState::NotYet,
        CardState::Unchecked,
    ];
    let grey: Vec<_> = states
        .iter()
        .map(|state| imageops::grayscale(&drawn(&text(*state))).into_raw())
        .collect();

    for (index, one) in grey.iter().enumerate() {
        assert!(grey[index + 1..].iter().all(|other| other != one));
    }
}

#[test]
fn a_withdrawn_badge_hangs_there_without_colour() {
    let card = drawn(&text(CardState::Withdrawn));

    let (left, top) = (BADGE_AT.0 as u32, BADGE_AT.1 as u32);
    let strongest = imageops::crop_imm(&card, left, top, BADGE_SIDE, BADGE_SIDE)
        .to_image()
        .pixels()
        .map(|pixel| pixel.0.iter().max().unwrap() - pixel.0.iter().min().unwrap())
        .max();
    assert!(strongest.unwrap() < 40, "{strongest:?}");
}

#[test]
fn words_are_words_whatever_they_hold() {
    let mut text = text(CardState::Valid);
    text.recipient = Some("</text><script>alert(1)</script>\u{0}\u{ffff}&amp;\"'");
    text.badge = "<image href='file:///etc/passwd'/>";

    assert!(card(&text).is_ok());
}

#[test]
fn endless_words_are_fitted_or_cut() {
    let word = "Donaudampfschifffahrtsgesellschaft".repeat(20);
    let mut text = text(CardState::Expired);
    text.recipient = Some(&word);
    text.badge = &word;
    text.issuer = &word;
    text.day = Some(&word);

    assert!(card(&text).is_ok());
}

#[test]
fn letters_without_a_picture_are_left_out_and_not_drawn_as_boxes() {
    assert_eq!(
        words::writable("Zoë Šímová").unwrap().as_deref(),
        Some("Zoë Šímová")
    );
    assert_eq!(
        words::writable("Maker 🎖").unwrap().as_deref(),
        Some("Maker")
    );
    assert_eq!(words::writable("Иван").unwrap(), None);
}

#[test]
fn a_photograph_can_be_a_badge_too() {
    let photograph = render::to_png(BADGE, 64).unwrap();
    let mut text = text(CardState::Valid);
    text.image = &photograph;

    assert!(card(&text).is_ok());
}
