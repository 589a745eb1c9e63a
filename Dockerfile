# Two stages: one builds the binary, the other holds nothing but it.

FROM rust:1.95-bookworm AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/build/target \
    --mount=type=cache,target=/usr/local/cargo/registry \
    cargo build --release --locked --package accolade-cli \
    && cp target/release/accolade /usr/local/bin/accolade

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/accolade accolade
COPY --from=build /usr/local/bin/accolade /usr/local/bin/accolade
COPY LICENSE-MIT LICENSE-APACHE NOTICE /usr/share/doc/accolade/
USER accolade
WORKDIR /var/lib/accolade
ENV ACCOLADE_DATA=/var/lib/accolade/data \
    ACCOLADE_LISTEN=0.0.0.0:8080
VOLUME /var/lib/accolade/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD curl --fail --silent --show-error http://127.0.0.1:8080/readyz || exit 1
ENTRYPOINT ["accolade"]
CMD ["serve"]
