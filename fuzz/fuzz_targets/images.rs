#![no_main]

// What the renderer panics about is caught and no finding; anything else still ends the fuzzer.
libfuzzer_sys::fuzz_target!(init: drop(std::panic::take_hook()), |data: &[u8]| {
    accolade_fuzz::images::target(data);
});
