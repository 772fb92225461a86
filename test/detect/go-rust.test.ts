import { describe, expect, test } from 'vitest';
import { commands, detected, named, values } from './detected.ts';

describe('a Go module', () => {
  const MOD = `module github.com/acme/relay/v2

go 1.22.4

require github.com/spf13/cobra v1.8.1
require (
	github.com/gin-gonic/gin v1.10.0
	github.com/stretchr/testify v1.9.0 // for tests
	golang.org/x/sys v0.20.0 // indirect
)
replace github.com/a/b => ../b
`;

  test('with commands', () => {
    const facts = detected({
      'go.mod': MOD,
      'cmd/relay/main.go': '',
      'cmd/relayctl/main.go': '',
      'internal/queue/queue.go': '',
      'internal/queue/queue_test.go': '',
      'api/relay.pb.go': '',
      '.golangci.yml': '',
    });
    expect(facts.name).toEqual({ value: 'relay', from: 'go.mod' });
    expect(named(facts.stack)).toEqual(['Go 1.22.4', 'Gin v1.10.0', 'Cobra v1.8.1']);
    expect(named(facts.dependencies)).toEqual([
      'github.com/gin-gonic/gin v1.10.0',
      'github.com/spf13/cobra v1.8.1',
    ]);
    expect(values(facts.types)).toEqual(['web service (go.mod)', 'CLI tool (go.mod)']);
    expect(facts.entryPoints.map(({ what, path }) => `${what}: ${path}`)).toEqual([
      'command relay: cmd/relay/main.go',
      'command relayctl: cmd/relayctl/main.go',
    ]);
    expect(named(facts.tests.frameworks)).toEqual(['go test', 'testify v1.9.0']);
    expect(facts.tests.folders).toEqual(['beside the sources']);
    expect(commands(facts)).toEqual(['go build ./...', 'go test ./...']);
    expect(facts.languages).toEqual([{ name: 'Go', files: 4, share: 1 }]);
  });

  test('that is a library, and one with its program below', () => {
    expect(values(detected({ 'go.mod': 'module x.org/lib\n', 'lib.go': '' }).types)).toEqual([
      'library (go.mod)',
    ]);
    const facts = detected({ 'svc/go.mod': 'module x.org/svc\n\ngo 1.23\n', 'svc/main.go': '' });
    expect(commands(facts)).toEqual(['cd svc && go build ./...', 'cd svc && go run .']);
  });
});

describe('a Rust crate', () => {
  test('a workspace whose members inherit', () => {
    const facts = detected({
      'Cargo.toml': `
[workspace]
members = ["crates/*"]
[workspace.package]
description = "Tiles, fast"
rust-version = "1.78"
[workspace.dependencies]
tokio = { version = "1.40", features = ["full"] }
`,
      'crates/server/Cargo.toml': `
[package]
name = "tiles-server"
description = { workspace = true }
rust-version.workspace = true
[dependencies]
tokio = { workspace = true }
axum = "0.7"
tiles-core = { path = "../core" }
[dev-dependencies]
insta = "1"
`,
      'crates/server/src/main.rs': '',
      'crates/server/tests/http.rs': '',
      'crates/core/Cargo.toml': '[package]\nname = "tiles-core"\nedition = "2021"\n',
      'crates/core/src/lib.rs': '',
      'rustfmt.toml': '',
    });
    expect(values(facts.workspaces)).toEqual(['Cargo workspace (Cargo.toml)']);
    expect(values(facts.types)).toEqual([
      'library (crates/core/Cargo.toml)',
      'web service (crates/server/Cargo.toml)',
    ]);
    expect(named(facts.dependencies)).toEqual(['axum 0.7', 'tokio 1.40']);
    expect(named(facts.stack)).toEqual(['Rust >=1.78', 'Axum 0.7']);
    expect(commands(facts)).toEqual(['cargo build', 'cargo test']);
    expect(named(facts.tests.frameworks)).toEqual(['cargo test', 'insta 1']);
    expect(facts.modules.find(({ name }) => name === 'tiles-server')?.purpose).toBe('Tiles, fast');
    expect(facts.entryPoints.map(({ what, path }) => `${what}: ${path}`)).toEqual([
      'library: crates/core/src/lib.rs',
      'command tiles-server: crates/server/src/main.rs',
    ]);
  });

  test('a tool with named binaries', () => {
    const facts = detected({
      'Cargo.toml':
        '[package]\nname = "rg2"\nedition = "2021"\n[[bin]]\nname = "rg2"\npath = "src/cli.rs"\n[dependencies]\nclap = { version = "4.5" }\n',
      'src/cli.rs': '',
      'src/bin/dump.rs': '',
    });
    expect(values(facts.types)).toEqual(['CLI tool (Cargo.toml)']);
    expect(facts.entryPoints.map(({ path, what }) => `${what}: ${path}`)).toEqual([
      'command rg2: src/cli.rs',
      'command dump: src/bin/dump.rs',
    ]);
    expect(detected({ 'Cargo.toml': '[package\n', 'src/main.rs': '' }).entryPoints).toEqual([]);
  });
});
