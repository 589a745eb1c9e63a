//! The twelve emblems drawn for badges: three to seven parts, one thing, seen from the front.

use super::super::path::{Point, all, at, n, polar_from};
use super::pen::Pen;
use super::{Paint, Role};
use Role::{Accent, Deep, Main, Mid, Tint, Wire};

pub(super) fn draw(name: &str, paint: &Paint) -> String {
    let mut pen = Pen::new(paint);
    match name {
        "rings" => rings(&mut pen),
        "bookchart" => book_and_chart(&mut pen),
        "lantern" => lantern(&mut pen),
        "owl" => owl(&mut pen),
        "kind-word" => kind_word(&mut pen),
        "leaping-fish" => leaping_fish(&mut pen),
        "maker" => pencil_and_gear(&mut pen),
        "ringing-bell" => ringing_bell(&mut pen),
        "braces" => braces(&mut pen),
        "growing-question" => growing_question(&mut pen),
        "night-sky" => night_sky(&mut pen),
        _ => bowl(&mut pen),
    }
    pen.parts
}

fn bowl(pen: &mut Pen<'_>) {
    const SEAMS: &str = "M312 230L292 256L308 282L280 304L286 336M292 256L246 262L224 244M246 262L232 292L204 300M308 282L336 276";
    pen.line("M256 214C256 184 254 160 262 128", Wire, 6.0);
    for (x, y, length, turn) in [
        (262.0, 132.0, 46.0, -62.0),
        (259.0, 156.0, 58.0, -22.0),
        (258.0, 160.0, 54.0, -158.0),
        (256.0, 188.0, 50.0, -26.0),
        (256.0, 190.0, 48.0, -154.0),
    ] {
        pen.leaf((x, y), length, turn, 4.0);
    }
    pen.part(
        "M152 212C156 300 206 338 256 338C306 338 356 300 360 212Z",
        Tint,
        6.0,
    );
    pen.part("M222 334h68l10 24h-88z", Tint, 6.0);
    pen.fill(
        "M168 256C178 306 214 334 256 334C236 318 196 300 186 254Z",
        Mid,
        " opacity=\".45\"",
    );
    pen.ellipse((256.0, 212.0), (104.0, 20.0), Deep, 6.0);
    pen.line("M256 216V206", Wire, 6.0);
    pen.cased(SEAMS, (Deep, 11.0), (Accent, 7.0));
}

/// One lies over nought, two over one, nought over two: no two are linked, only the three together hold.
fn rings(pen: &mut Pen<'_>) {
    const RADIUS: f64 = 62.0;
    let centres = [0.0, 120.0, 240.0].map(|turn| polar_from((256.0, 246.0), 46.0, turn));
    let ring = |pen: &mut Pen<'_>, centre: Point, role: Role| {
        pen.circle(centre, RADIUS, None, Some((Deep, 38.0)));
        pen.circle(centre, RADIUS, None, Some((Wire, 30.0)));
        pen.circle(centre, RADIUS, None, Some((role, 21.0)));
    };
    for (centre, role) in centres.into_iter().zip([Accent, Tint, Mid]) {
        ring(pen, centre, role);
    }
    let crossings: String = crossings(centres[0], centres[2], RADIUS)
        .iter()
        .map(|(x, y)| format!("<circle cx=\"{}\" cy=\"{}\" r=\"27\"/>", n(*x), n(*y)))
        .collect();
    pen.plain(&format!("<clipPath id=\"over\">{crossings}</clipPath>"));
    pen.group("clip-path=\"url(#over)\"", |pen| {
        ring(pen, centres[0], Accent);
    });
    pen.circle((256.0, 246.0), 13.0, Some(Accent), Some((Deep, 5.0)));
}

/// Where two circles of one radius meet.
fn crossings(one: Point, other: Point, radius: f64) -> [Point; 2] {
    let apart = (other.0 - one.0).hypot(other.1 - one.1);
    let middle = (f64::midpoint(one.0, other.0), f64::midpoint(one.1, other.1));
    let up = (radius * radius - apart * apart / 4.0).sqrt() / apart;
    let (dx, dy) = ((other.1 - one.1) * up, (one.0 - other.0) * up);
    [
        (middle.0 + dx, middle.1 + dy),
        (middle.0 - dx, middle.1 - dy),
    ]
}

fn book_and_chart(pen: &mut Pen<'_>) {
    const BARS: [(f64, f64, Role); 5] = [
        (164.0, 46.0, Mid),
        (201.0, 78.0, Tint),
        (238.0, 62.0, Mid),
        (275.0, 108.0, Tint),
        (312.0, 142.0, Accent),
    ];
    for (x, height, role) in BARS {
        let d = format!(
            "M{} 288V{}q0 -6 6 -6h20q6 0 6 6V288Z",
            n(x),
            n(288.0 - height)
        );
        pen.part(&d, role, 5.0);
    }
    let tops = BARS.map(|(x, height, _)| (x + 16.0, 288.0 - height - 26.0));
    pen.line_with(
        &format!("M{}L{}", at(tops[0]), all(&tops[1..])),
        Tint,
        4.0,
        " stroke-dasharray=\"1 10\"",
    );
    for top in &tops[..4] {
        pen.circle(*top, 6.0, Some(Tint), None);
    }
    let star = (tops[4].0, tops[4].1 - 4.0);
    pen.star(star, (17.0, 7.0), 5, Accent, Some((Deep, 2.0)));
    pen.part(
        "M256 362C224 338 180 336 138 346V282C180 272 224 276 256 300Z",
        Tint,
        6.0,
    );
    pen.part(
        "M256 362C288 338 332 336 374 346V282C332 272 288 276 256 300Z",
        Tint,
        6.0,
    );
    pen.line(
        "M156 298C184 293 214 296 240 310M156 315C184 310 214 313 240 327M356 298C328 293 298 296 272 310M356 315C328 310 298 313 272 327",
        Mid,
        5.0,
    );
}

fn lantern(pen: &mut Pen<'_>) {
    for turn in [-118.0, -90.0, -62.0, -36.0, 36.0, 62.0, 90.0, 118.0] {
        let ray = [96.0, 122.0].map(|radius| at(polar_from((256.0, 262.0), radius, turn)));
        pen.line(&format!("M{}L{}", ray[0], ray[1]), Tint, 8.0);
    }
    pen.circle((256.0, 140.0), 22.0, None, Some((Deep, 14.0)));
    pen.circle((256.0, 140.0), 22.0, None, Some((Wire, 7.0)));
    pen.part(
        "M206 196C210 172 236 164 256 160C276 164 302 172 306 196Z",
        Accent,
        6.0,
    );
    pen.part(
        "M200 212C196 260 196 290 208 326H304C316 290 316 260 312 212Z",
        Tint,
        6.0,
    );
    pen.fill(
        "M256 226C286 258 292 274 284 296C278 312 266 320 256 320C246 320 234 312 228 296C222 274 240 262 256 226Z",
        Main,
        "",
    );
    pen.plain("<path d=\"M256 262C272 282 272 292 268 304C265 311 261 314 256 314C251 314 247 311 244 304C240 292 246 284 256 262Z\" fill=\"#fff8e2\"/>");
    pen.part("M194 196h124v16h-124zM198 326h116l12 26h-140z", Accent, 6.0);
    pen.line("M228 213V325M284 213V325", Wire, 5.0);
}

fn owl(pen: &mut Pen<'_>) {
    pen.part(
        "M176 130C196 150 222 146 256 146C290 146 316 150 336 130C346 168 352 206 346 250C340 306 304 340 256 340C208 340 172 306 166 250C160 206 166 168 176 130Z",
        Mid,
        6.0,
    );
    pen.fill(
        "M256 252C300 252 314 276 306 300C298 326 280 338 256 338C232 338 214 326 206 300C198 276 212 252 256 252Z",
        Tint,
        "",
    );
    for (x, y, feathers) in [(212, 276, 4), (223, 298, 3), (234, 320, 2)] {
        let d = format!("M{x} {y}{}", "q11 15 22 0".repeat(feathers));
        pen.line(&d, Main, 5.0);
    }
    for (eye, pupil, gleam) in [(214.0, 218.0, 225.0), (298.0, 294.0, 301.0)] {
        pen.circle((eye, 206.0), 42.0, Some(Tint), Some((Wire, 6.0)));
        pen.circle((pupil, 210.0), 21.0, Some(Deep), None);
        pen.plain(&format!(
            "<circle cx=\"{}\" cy=\"202\" r=\"7\" fill=\"#fff\"/>",
            n(gleam)
        ));
    }
    pen.edged("M256 216L271 238L256 262L241 238Z", Accent, Deep, 4.0);
    pen.part(
        "M256 366C230 346 196 344 160 352V308C196 300 230 304 256 322C282 304 316 300 352 308V352C316 344 282 346 256 366Z",
        Accent,
        6.0,
    );
    pen.line("M256 322V362", Deep, 5.0);
}

fn kind_word(pen: &mut Pen<'_>) {
    pen.part(
        "M300 158C326 132 378 146 378 196C378 244 330 276 304 300",
        Mid,
        6.0,
    );
    pen.part(
        "M244 190C222 146 142 146 138 212C136 262 182 296 206 314L190 356L246 332C296 302 352 268 350 212C346 146 266 146 244 190Z",
        Tint,
        7.0,
    );
    pen.circle((196.0, 234.0), 14.0, Some(Main), None);
    pen.circle((244.0, 234.0), 14.0, Some(Accent), Some((Main, 3.0)));
    pen.circle((292.0, 234.0), 14.0, Some(Main), None);
}

fn leaping_fish(pen: &mut Pen<'_>) {
    pen.line(
        "M352 330C360 250 356 200 340 150M336 330C330 270 322 230 306 196M368 330C372 290 374 262 378 240",
        Mid,
        6.0,
    );
    pen.part(
        "M340 150C328 164 328 186 342 204C352 186 352 166 340 150Z",
        Accent,
        4.0,
    );
    pen.group("transform=\"rotate(26 240 222)\"", |pen| {
        pen.part("M322 218L366 178C360 206 360 232 366 262Z", Accent, 6.0);
        pen.part(
            "M214 172C234 140 264 140 280 150C276 164 270 172 262 178Z",
            Accent,
            5.0,
        );
        pen.part(
            "M140 226C168 160 268 146 332 218C268 286 172 284 140 226Z",
            Tint,
            6.0,
        );
        pen.line("M212 172C226 204 226 240 210 270", Wire, 5.0);
        pen.line(
            "M236 192q16 12 0 26q16 12 0 26M262 188q16 14 0 29q16 14 0 28M288 200q13 11 0 20q13 10 0 19",
            Mid,
            5.0,
        );
        pen.circle((182.0, 212.0), 11.0, Some(Deep), None);
    });
    for (y, role, extra) in [
        (318, Tint, ""),
        (342, Mid, ""),
        (366, Tint, " opacity=\".7\""),
    ] {
        let d = format!("M120 {y}{}", "q17 -16 34 0t34 0".repeat(4));
        pen.line_with(&d, role, 9.0, extra);
    }
}

fn pencil_and_gear(pen: &mut Pen<'_>) {
    let centre = (256.0, 246.0);
    let teeth: Vec<Point> = (0..10)
        .flat_map(|tooth| {
            [(78.0, -11.0), (104.0, -8.0), (104.0, 8.0), (78.0, 11.0)]
                .map(|(radius, off)| polar_from(centre, radius, f64::from(tooth) * 36.0 + off))
        })
        .collect();
    pen.part(&super::super::path::closed(teeth), Tint, 6.0);
    pen.circle(centre, 52.0, Some(Deep), Some((Wire, 6.0)));
    pen.group("transform=\"rotate(45 256 246)\"", |pen| {
        pen.edged("M234 96h44v236l-22 52l-22 -52z", Deep, Deep, 20.0);
        pen.part("M234 128h44v198h-44z", Accent, 6.0);
        pen.fill("M248 128h16v198h-16z", Mid, " opacity=\".55\"");
        pen.part("M234 104q0 -12 12 -12h20q12 0 12 12v26h-44z", Mid, 6.0);
        pen.part("M234 326h44l-22 54z", Tint, 6.0);
        pen.fill("M248 360h16l-8 20z", Deep, "");
    });
}

fn ringing_bell(pen: &mut Pen<'_>) {
    pen.line(
        "M150 190C136 220 136 262 150 292M124 176C104 214 104 268 124 306M362 190C376 220 376 262 362 292M388 176C408 214 408 268 388 306",
        Tint,
        9.0,
    );
    pen.circle((256.0, 342.0), 22.0, Some(Accent), Some((Wire, 6.0)));
    pen.part(
        "M256 138C204 142 194 190 192 238C190 278 178 298 162 320H350C334 298 322 278 320 238C318 190 308 142 256 138Z",
        Tint,
        6.0,
    );
    pen.line_with(
        "M212 300C222 270 214 200 240 162",
        Mid,
        12.0,
        " opacity=\".7\"",
    );
    pen.part(
        "M160 314q0 -8 8 -8h176q8 0 8 8v10q0 8 -8 8h-176q-8 0 -8 -8z",
        Accent,
        6.0,
    );
    pen.circle((256.0, 128.0), 15.0, Some(Accent), Some((Wire, 6.0)));
}

fn braces(pen: &mut Pen<'_>) {
    const BOTH: &str = "M214 140C172 140 188 188 184 216C181 240 166 250 146 252C166 254 181 264 184 288C188 316 172 364 214 364M298 140C340 140 324 188 328 216C331 240 346 250 366 252C346 254 331 264 328 288C324 316 340 364 298 364";
    let centre = (256.0, 252.0);
    pen.cased(BOTH, (Wire, 34.0), (Tint, 22.0));
    pen.circle(centre, 50.0, Some(Deep), Some((Wire, 6.0)));
    for turn in (0..360).step_by(45) {
        let mark = [38.0, 44.0].map(|radius| at(polar_from(centre, radius, f64::from(turn))));
        pen.line(&format!("M{}L{}", mark[0], mark[1]), Mid, 5.0);
    }
    pen.group("transform=\"rotate(32 256 252)\"", |pen| {
        pen.edged("M256 180L280 252H232Z", Accent, Deep, 4.0);
        pen.edged("M256 324L280 252H232Z", Tint, Deep, 4.0);
    });
    pen.circle(centre, 8.0, Some(Deep), None);
}

fn growing_question(pen: &mut Pen<'_>) {
    const STEM: &str =
        "M196 196C196 148 232 128 262 130C304 132 326 160 322 194C318 232 258 238 256 288";
    pen.cased(STEM, (Wire, 44.0), (Tint, 32.0));
    pen.leaf((258.0, 276.0), 84.0, -38.0, 5.0);
    pen.leaf((254.0, 284.0), 78.0, -146.0, 5.0);
    pen.line("M262 272L306 240M250 280L202 252", Deep, 4.0);
    pen.circle((256.0, 334.0), 24.0, Some(Accent), Some((Wire, 6.0)));
}

fn night_sky(pen: &mut Pen<'_>) {
    const NIGHT: &str = "#060b20";
    pen.part(
        "M282 130A86 86 0 1 0 336 262A74 74 0 0 1 282 130Z",
        Tint,
        6.0,
    );
    for (x, y, radius) in [(206, 232, 11), (232, 262, 8), (222, 190, 7)] {
        let d = format!(
            "M{} {y}a{radius} {radius} 0 1 0 {1} 0a{radius} {radius} 0 1 0 -{1} 0",
            x - radius,
            2 * radius
        );
        pen.fill(&d, Mid, " opacity=\".5\"");
    }
    pen.star((322.0, 176.0), (34.0, 10.0), 4, Accent, Some((Deep, 3.0)));
    for (x, y, tip) in [
        (366.0, 214.0, 13.0),
        (170.0, 150.0, 12.0),
        (300.0, 220.0, 9.0),
        (150.0, 236.0, 9.0),
        (350.0, 140.0, 8.0),
        (146.0, 196.0, 6.0),
    ] {
        pen.star((x, y), (tip, tip * 0.35), 4, Tint, None);
    }
    pen.fill(
        "M96 338C150 296 206 330 256 318C306 304 356 312 416 340V420H96Z",
        Deep,
        "",
    );
    for d in [
        "M96 362C160 330 230 362 280 350C330 338 372 346 416 366V420H96Z",
        "M176 346l14 -44l14 44zM180 330l10 -40l10 40zM198 352l11 -34l11 34zM336 344l12 -40l12 40zM356 350l9 -28l9 28z",
    ] {
        pen.plain(&format!("<path d=\"{d}\" fill=\"{NIGHT}\"/>"));
    }
}
