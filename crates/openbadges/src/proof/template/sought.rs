//! The marks that stand in the slots of a sample, and what the canonical lines make of them.

use std::cell::RefCell;

use super::order::{Line, Piece};
use crate::canonical::rdfc::{Quad, Term};

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// How canonical lines write a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Between quotation marks.
    Text,
    /// Between angle brackets.
    Iri,
}

/// The marks that stand for slots, and what was found of them.
pub(super) struct Sought<'a> {
    marks: &'a [String],
    readings: RefCell<Vec<Option<Reading>>>,
}

impl<'a> Sought<'a> {
    pub(super) fn new(marks: &'a [String]) -> Self {
        Self {
            marks,
            readings: RefCell::new(vec![None; marks.len()]),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }

    pub(super) fn reading(&self, slot: usize) -> Option<Reading> {
        self.readings.borrow()[slot]
    }

    /// The slot that a text is the mark of; an error if it is in the text beside other things, or read in two ways.
    fn slot(&self, text: &str, reading: Reading) -> Result<Option<usize>, usize> {
        let Some(slot) = self
            .marks
            .iter()
            .position(|mark| text.contains(mark.as_str()))
        else {
            return Ok(None);
        };
        let found = self.readings.borrow_mut()[slot].replace(reading);
        if text == self.marks[slot] && found.is_none_or(|found| found == reading) {
            Ok(Some(slot))
        } else {
            Err(slot)
        }
    }

    fn term(&self, term: &Term, line: &mut Line) -> Result<(), usize> {
        let (before, slot, after) = match term {
            Term::Blank(node) => {
                line.push(Piece::Node(*node));
                return Ok(());
            }
            Term::Iri(iri) => match self.slot(iri, Reading::Iri)? {
                Some(slot) => ("<", slot, ">"),
                None => {
                    line.push(Piece::Text(format!("<{iri}>")));
                    return Ok(());
                }
            },
            Term::Literal(literal) => {
                // No mark has a quotation mark in it, so the last one ends the text.
                let (text, rest) = literal[1..].rsplit_once('"').unwrap_or((literal, ""));
                if let Some(slot) = self.slot(rest, Reading::Iri)? {
                    return Err(slot);
                }
                match self.slot(text, Reading::Text)? {
                    Some(slot) => ("\"", slot, &literal[text.len() + 1..]),
                    None => {
                        line.push(Piece::Text(literal.clone()));
                        return Ok(());
                    }
                }
            }
        };
        line.extend([
            Piece::Text(before.to_owned()),
            Piece::Slot(slot),
            Piece::Text(after.to_owned()),
        ]);
        Ok(())
    }

    pub(super) fn subject(&self, quad: &Quad) -> Result<Subject, Option<usize>> {
        match &quad.subject {
            Term::Blank(node) => Ok(Subject::Node(*node)),
            Term::Iri(iri) => match self.slot(iri, Reading::Iri).map_err(Some)? {
                Some(slot) => Ok(Subject::Slot(slot)),
                // With its bracket, so that one that begins another is sorted behind it, as the lines are.
                None => Ok(Subject::Named(format!("{iri}>"))),
            },
            Term::Literal(_) => Err(None),
        }
    }

    /// The subject of a line, and what follows it.
    pub(super) fn line(&self, quad: &Quad) -> Result<(Line, Line), usize> {
        let (mut subject, mut rest) = (Line::default(), Line::default());
        self.term(&quad.subject, &mut subject)?;
        rest.push(Piece::Text(" ".to_owned()));
        if let Some(slot) = self.slot(&quad.predicate, Reading::Iri)? {
            return Err(slot);
        }
        rest.push(Piece::Text(format!("<{}> ", quad.predicate)));
        self.term(&quad.object, &mut rest)?;
        // A type decides which words are defined around it.
        if let (TYPE, Term::Iri(iri)) = (quad.predicate.as_str(), &quad.object)
            && let Some(slot) = self.slot(iri, Reading::Iri)?
        {
            return Err(slot);
        }
        rest.push(Piece::Text(" ".to_owned()));
        if let Some(graph) = &quad.graph {
            self.term(graph, &mut rest)?;
            rest.push(Piece::Text(" ".to_owned()));
        }
        rest.push(Piece::Text(".\n".to_owned()));
        Ok((subject, rest))
    }
}

/// What a line is about.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Named(String),
    Slot(usize),
    Node(usize),
}
