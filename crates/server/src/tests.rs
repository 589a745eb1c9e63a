//! The whole application over a database, without a port: what each address answers, and to whom.

mod access;
mod after_awards;
mod applying;
mod authorisation;
mod awarding;
mod awarding_pages;
mod batches;
mod caching;
mod claiming;
mod desk_letters;
mod documents;
mod drafting;
mod editing;
mod governing;
mod hosting;
mod organisations;
mod own_account;
mod own_account_api;
mod pressed_twice;
mod providers;
mod refusals;
mod signing_in;
mod studio;
mod uploads;
mod verifying;
mod webhooks;
