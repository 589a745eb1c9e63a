use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::*;

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn opaque(width: u32, height: u32) -> DynamicImage {
    DynamicImage::new_rgb8(width, height)
}

#[test]
fn each_kind_is_accepted_and_written_anew() {
    let clear = DynamicImage::from(RgbaImage::from_pixel(3, 2, Rgba([1, 2, 3, 4])));
    let cases = [
        (encoded(&opaque(3, 2), ImageFormat::Png), "image/png"),
        (encoded(&clear, ImageFormat::Png), "image/png"),
        (encoded(&opaque(3, 2), ImageFormat::Jpeg), "image/jpeg"),
        (encoded(&opaque(3, 2), ImageFormat::WebP), "image/jpeg"),
        (encoded(&clear, ImageFormat::WebP), "image/png"),
    ];
    for (bytes, media_type) in cases {
        let clean = accept(&bytes).unwrap();

        assert_eq!(clean.media_type, media_type);
        assert_eq!((clean.width, clean.height), (3, 2));
        assert_eq!(sniff(&clean.bytes), Some(media_type));
    }
}

#[test]
fn nothing_but_pixels_is_left() {
    let picture = encoded(&opaque(3, 2), ImageFormat::Png);
    let badge = openbadges::baking::Payload::V2Url("https://home.example/secret".into());
    let carrying = openbadges::baking::bake(&picture, &badge).unwrap();

    let clean = accept(&carrying).unwrap();

    let text = String::from_utf8_lossy(&clean.bytes).into_owned();
    assert!(!text.contains("secret"));
}

#[test]
fn what_is_no_picture_or_a_damaged_one_is_refused() {
    let mut cut = encoded(&opaque(300, 200), ImageFormat::Png);
    cut.truncate(cut.len() / 2);

    assert_eq!(accept(b"<html></html>"), Err(ImageError::UnknownKind));
    assert_eq!(accept(b"GIF89a"), Err(ImageError::UnknownKind));
    assert_eq!(accept(b""), Err(ImageError::UnknownKind));
    assert_eq!(accept(&cut), Err(ImageError::Damaged));
    assert_eq!(
        accept(b"\xff\xd8\xff\xe0 not a photograph"),
        Err(ImageError::Damaged)
    );
    assert_eq!(accept(&vec![0; MAX_BYTES + 1]), Err(ImageError::TooLarge));
}

#[test]
fn a_picture_with_too_many_pixels_is_refused_before_it_is_decoded() {
    let wide = encoded(&DynamicImage::new_luma8(MAX_SIDE + 1, 1), ImageFormat::Png);
    let mut bomb = encoded(&DynamicImage::new_luma8(1, 1), ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 0x1f, 0x40, 0, 0, 0x1f, 0x40]);
    let checksum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&checksum);

    assert_eq!(accept(&wide), Err(ImageError::TooManyPixels));
    assert_eq!(accept(&bomb), Err(ImageError::TooManyPixels));
}

#[test]
fn a_picture_must_be_what_its_sender_says() {
    let png = encoded(&opaque(3, 2), ImageFormat::Png);

    assert!(accept_as(&png, "image/png; charset=binary").is_ok());
    let refused = accept_as(&png, "image/jpeg").unwrap_err();
    assert_eq!(refused.code(), "not_what_it_claims");
    assert_eq!(
        refused.to_string(),
        "The file says that it is image/jpeg, but it is image/png."
    );
}

#[test]
fn a_square_holds_the_whole_picture() {
    let png = encoded(&opaque(30, 10), ImageFormat::Png);

    let square = image::load_from_memory(&to_png(&png, 60).unwrap())
        .unwrap()
        .into_rgba8();

    assert_eq!(square.dimensions(), (60, 60));
    assert_eq!(square.get_pixel(30, 5).0[3], 0);
    assert_eq!(square.get_pixel(30, 30).0[3], 255);
}

#[test]
fn letters_are_drawn_with_our_own_face_whatever_the_drawing_asks_for() {
    let drawing = |family: &str| {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'><text y='20' font-family='{family}'>Badge</text></svg>"
        );
        rasterize(svg.as_bytes(), 90).unwrap()
    };
    let blank = rasterize(
        b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'/>",
        90,
    );

    let ours = drawing("TeX Gyre Pagella");
    assert_ne!(Ok(ours.clone()), blank);
    for family in [
        "Palatino, P052, serif",
        "Comic Sans MS",
        "system-ui",
        "monospace",
    ] {
        assert_eq!(drawing(family), ours, "{family}");
    }
}

#[test]
fn a_drawing_reads_nothing_outside_itself() {
    let linked = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image width='9' height='9' href='/etc/hostname'/></svg>";
    let blank = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";

    assert_eq!(
        rasterize(linked.as_bytes(), 9),
        rasterize(blank.as_bytes(), 9)
    );
}

/// CRC-32 of a PNG chunk, bit by bit.
fn crc(bytes: &[u8]) -> [u8; 4] {
    let mut register = u32::MAX;
    for byte in bytes {
        register ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = register & 1 == 1;
            register >>= 1;
            if carry {
                register ^= 0xedb8_8320;
            }
        }
    }
    (!register).to_be_bytes()
}
