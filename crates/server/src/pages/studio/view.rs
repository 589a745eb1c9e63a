//! What the studio's page shows: every choice with its picture, and how the drawing holds up.

use accolade_issuing::addresses::paths;
use accolade_issuing::drawing::{
    self, Colours, GROUPS, Icon, Light, MARKS, Metal, Palette, Pattern, Recipe, STARTERS, Shape,
};
use accolade_issuing::sketches::SketchContent;
use accolade_issuing::violations::Violations;

/// One choice as a radio card.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) word: String,
    pub(crate) label: String,
    pub(crate) checked: bool,
}

/// A silhouette and its outline.
#[derive(Debug, Clone)]
pub(crate) struct ShapeChoice {
    pub(crate) choice: Choice,
    pub(crate) outline: String,
}

/// A palette and four of its colours.
#[derive(Debug, Clone)]
pub(crate) struct PaletteChoice {
    pub(crate) choice: Choice,
    pub(crate) colours: [String; 4],
}

/// Icons that are shown together.
#[derive(Debug, Clone)]
pub(crate) struct IconFold {
    pub(crate) label: String,
    pub(crate) open: bool,
    pub(crate) icons: Vec<IconChoice>,
}

/// An icon in the colours of the badge.
#[derive(Debug, Clone)]
pub(crate) struct IconChoice {
    pub(crate) choice: Choice,
    pub(crate) src: String,
    /// Words to find it by, for the module that filters while somebody types.
    pub(crate) words: String,
}

/// A finished badge to begin from.
#[derive(Debug, Clone)]
pub(crate) struct StarterChoice {
    pub(crate) word: &'static str,
    pub(crate) name: &'static str,
    pub(crate) src: String,
}

/// One line on how it holds up.
#[derive(Debug, Clone)]
pub(crate) struct AdviceLine {
    pub(crate) good: bool,
    pub(crate) sentence: String,
}

/// Everything between the form's first and last field.
#[derive(Debug, Clone)]
pub(crate) struct StudioView {
    pub(crate) starters: Vec<StarterChoice>,
    pub(crate) shapes: Vec<ShapeChoice>,
    pub(crate) palettes: Vec<PaletteChoice>,
    pub(crate) own_colour: String,
    pub(crate) lights: Vec<Choice>,
    pub(crate) metals: Vec<Choice>,
    pub(crate) patterns: Vec<Choice>,
    pub(crate) marks: Vec<Choice>,
    pub(crate) find: String,
    /// "7 icons for “music”", or that there is none.
    pub(crate) found: Option<String>,
    pub(crate) icons: Vec<IconFold>,
    pub(crate) above: String,
    pub(crate) below: String,
    pub(crate) ribbon: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) criteria: String,
    pub(crate) alt: String,
    pub(crate) suggested: String,
    /// Whether a picture of their own is shown instead of the drawing.
    pub(crate) own_picture: bool,
    /// Where the picture comes from, as large as it is needed: 512 and 64 pixels.
    pub(crate) picture: String,
    pub(crate) small_picture: String,
    pub(crate) palette: &'static str,
    pub(crate) advice: Vec<AdviceLine>,
    faults: Violations,
}

impl StudioView {
    /// The view of a sketch; `find` is what somebody looks for among the icons.
    pub(crate) fn of(content: &SketchContent, find: &str, faults: Violations) -> Self {
        let recipe = &content.recipe;
        let (found, icons) = folds(recipe, find);
        let suggested = recipe.description();
        let own_picture = content.upload.is_some();
        let (picture, small_picture) = if own_picture {
            let at = |size: u32| format!("{}?size={size}", paths::STUDIO_PICTURE);
            (at(512), at(128))
        } else {
            let src = preview(recipe);
            (src.clone(), src)
        };
        let advice = if own_picture {
            Vec::new()
        } else {
            drawing::advice(recipe)
                .into_iter()
                .map(|line| AdviceLine {
                    good: line.good,
                    sentence: line.sentence,
                })
                .collect()
        };
        Self {
            starters: starters(),
            shapes: Shape::ALL
                .iter()
                .map(|shape| ShapeChoice {
                    choice: choice(shape.word(), shape.label(), *shape == recipe.shape),
                    outline: drawing::outline(*shape),
                })
                .collect(),
            palettes: Palette::ALL
                .iter()
                .map(|one| palette(*one, recipe))
                .collect(),
            own_colour: recipe
                .colour
                .unwrap_or_else(|| recipe.colours().main)
                .to_string(),
            lights: choices(Light::ALL, Light::word, Light::label, recipe.light),
            metals: choices(Metal::ALL, Metal::word, Metal::label, recipe.metal),
            patterns: choices(Pattern::ALL, Pattern::word, Pattern::label, recipe.pattern),
            marks: (0..=MARKS)
                .map(|count| {
                    let label = if count == 0 {
                        "None".to_owned()
                    } else {
                        count.to_string()
                    };
                    choice(&count.to_string(), &label, count == recipe.marks)
                })
                .collect(),
            find: find.to_owned(),
            found,
            icons,
            above: recipe.above.clone(),
            below: recipe.below.clone(),
            ribbon: recipe.ribbon.clone(),
            name: content.name.clone(),
            description: content.description.clone(),
            criteria: content.criteria.clone(),
            alt: content.alt(),
            suggested,
            own_picture,
            picture,
            small_picture,
            palette: content.hangs_in(),
            advice,
            faults,
        }
    }

    /// What is wrong with a field.
    pub(crate) fn fault(&self, field: &str) -> Option<&str> {
        let fault = self
            .faults
            .0
            .iter()
            .find(|fault| fault.pointer.trim_start_matches('/') == field)?;
        Some(&fault.message)
    }

    /// Whether anything is wrong.
    pub(crate) fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }
}

/// The address of the drawing of a recipe.
pub(crate) fn preview(recipe: &Recipe) -> String {
    format!("{}?{}", paths::STUDIO_PREVIEW, recipe.query())
}

/// The finished badges to begin from.
pub(crate) fn starters() -> Vec<StarterChoice> {
    STARTERS
        .iter()
        .map(|starter| StarterChoice {
            word: starter.word,
            name: starter.name,
            src: preview(&starter.recipe()),
        })
        .collect()
}

fn choice(word: &str, label: &str, checked: bool) -> Choice {
    Choice {
        word: word.to_owned(),
        label: label.to_owned(),
        checked,
    }
}

fn choices<T: Copy + PartialEq>(
    all: &[T],
    word: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
    chosen: T,
) -> Vec<Choice> {
    all.iter()
        .map(|one| choice(word(*one), label(*one), *one == chosen))
        .collect()
}

fn palette(palette: Palette, recipe: &Recipe) -> PaletteChoice {
    let own = recipe.colour.or(Some(recipe.colours().main));
    let colours = Colours::of(palette, own);
    PaletteChoice {
        choice: choice(palette.word(), palette.label(), palette == recipe.palette),
        colours: [colours.deep, colours.main, colours.mid, colours.accent]
            .map(|colour| colour.to_string()),
    }
}

/// The icons that were asked for, or all of them, folded by group with the chosen one in sight.
fn folds(recipe: &Recipe, find: &str) -> (Option<String>, Vec<IconFold>) {
    let asked = find.trim();
    let results = drawing::search(asked);
    let found = match (asked.is_empty(), results.len()) {
        (true, _) => None,
        (false, 0) => Some(format!("No icon for “{asked}”. Another word may find one.")),
        (false, 1) => Some(format!("One icon for “{asked}”.")),
        (false, count) => Some(format!("{count} icons for “{asked}”.")),
    };
    let is_found = results.contains(&recipe.icon);
    let mut folds = Vec::new();
    if !results.is_empty() {
        folds.push(IconFold {
            label: format!("Found for “{asked}”"),
            open: true,
            icons: results
                .iter()
                .map(|icon| icon_choice(*icon, recipe, *icon == recipe.icon))
                .collect(),
        });
    }
    for group in GROUPS {
        let of_group: Vec<Icon> = drawing::all_icons()
            .filter(|icon| icon.group() == group.word)
            .collect();
        let has_chosen = of_group.contains(&recipe.icon);
        folds.push(IconFold {
            label: group.label.to_owned(),
            open: results.is_empty() && (has_chosen || group.word == "emblem"),
            icons: of_group
                .into_iter()
                .map(|icon| icon_choice(icon, recipe, !is_found && icon == recipe.icon))
                .collect(),
        });
    }
    (found, folds)
}

fn icon_choice(icon: Icon, recipe: &Recipe, checked: bool) -> IconChoice {
    // Only what the emblem is drawn in: other changes keep the address, and the browser its copy.
    let shown = Recipe {
        icon,
        palette: recipe.palette,
        colour: recipe.colour,
        light: recipe.light,
        metal: recipe.metal,
        ..Recipe::default()
    };
    IconChoice {
        choice: choice(icon.name(), icon.label(), checked),
        src: format!("{}?{}", paths::STUDIO_EMBLEM, shown.query()),
        words: format!("{} {}", icon.label().to_lowercase(), icon.words()),
    }
}
