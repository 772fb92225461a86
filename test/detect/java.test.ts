import { describe, expect, test } from 'vitest';
import { commands, detected, named, values } from './detected.ts';

const PARENT = `<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.3.4</version></parent>
  <groupId>com.acme</groupId><artifactId>bank</artifactId><version>1.2.0</version><packaging>pom</packaging>
  <description>Accounts &amp; payments</description>
  <properties><java.version>21</java.version><guava.version>33.3.0-jre</guava.version></properties>
  <modules><module>api</module></modules>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.4</version></dependency>
  </dependencies></dependencyManagement>
</project>`;

const API = `<project>
  <parent><groupId>com.acme</groupId><artifactId>bank</artifactId><version>1.2.0</version></parent>
  <artifactId>bank-api</artifactId>
  <dependencies>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>\${guava.version}</version></dependency>
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId></dependency>
    <dependency><groupId>com.acme</groupId><artifactId>bank-api</artifactId><version>\${nowhere}</version></dependency>
    <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><scope>test</scope></dependency>
  </dependencies>
</project>`;

describe('a Maven build', () => {
  test('with a parent, properties and a module', () => {
    const facts = detected({
      'pom.xml': PARENT,
      mvnw: '',
      'api/pom.xml': API,
      'api/src/main/java/com/acme/BankApplication.java': 'class X { public static void main(String[] a) {} }',
      'api/src/test/java/com/acme/BankTest.java': '',
    });
    expect(facts.name).toEqual({ value: 'bank', from: 'pom.xml' });
    expect(facts.purpose?.value).toBe('Accounts & payments');
    expect(named(facts.stack)).toEqual(['Java 21', 'Spring Boot 3.3.4', 'Spring Web']);
    expect(named(facts.dependencies)).toEqual([
      'org.springframework.boot:spring-boot-starter-web',
      'com.google.guava:guava 33.3.0-jre',
      'org.postgresql:postgresql 42.7.4',
    ]);
    expect(values(facts.types)).toEqual(['web service (api/pom.xml)']);
    expect(values(facts.workspaces)).toEqual(['Maven modules (pom.xml)']);
    expect(commands(facts)).toEqual(['./mvnw package', './mvnw test', './mvnw verify']);
    expect(facts.entryPoints.map(({ path }) => path)).toEqual([
      'api/src/main/java/com/acme/BankApplication.java',
    ]);
    expect(named(facts.tests.frameworks)).toEqual(['JUnit 5']);
    expect(facts.tests.folders).toEqual(['api/src/test']);
  });

  test('entities, endless properties and what is not well formed are refused', () => {
    const laughs = '<!DOCTYPE project [<!ENTITY a "aaaa">]><project><artifactId>&a;</artifactId></project>';
    for (const text of [laughs, '<project><artifactId>x</project>', '<other/>', ''])
      expect(detected({ 'pom.xml': text, 'A.java': '' }).name).toBeUndefined();
    const loop = `<project><artifactId>x</artifactId><properties><a>\${b}</a><b>\${a}</b><java.version>\${a}</java.version></properties></project>`;
    expect(named(detected({ 'pom.xml': loop }).stack)).toEqual(['Java']);
  });
});

describe('a Gradle build', () => {
  test('in Kotlin, with a version catalogue', () => {
    const facts = detected({
      'settings.gradle.kts': 'rootProject.name = "notifier"\ninclude(":core", ":app")\n',
      'build.gradle.kts': 'plugins {\n    alias(libs.plugins.spring.boot) apply false\n}\n',
      gradlew: '',
      'gradle/libs.versions.toml': `
[versions]
boot = "3.3.4"
[libraries]
spring-web = { module = "org.springframework.boot:spring-boot-starter-web", version.ref = "boot" }
jackson = "com.fasterxml.jackson.core:jackson-databind:2.17.2"
[plugins]
spring-boot = { id = "org.springframework.boot", version.ref = "boot" }
`,
      'app/build.gradle.kts': `plugins {
    kotlin("jvm") version "2.0.20"
    application
}
// implementation("no:no:1")
dependencies {
    implementation(project(":core"))
    implementation(libs.spring.web)
    implementation(libs.jackson)
    testImplementation("org.junit.jupiter:junit-jupiter:5.11.0")
}
kotlin { jvmToolchain(21) }
application { mainClass = "com.acme.notifier.MainKt" }
`,
      'app/src/main/kotlin/com/acme/notifier/Main.kt': 'fun main() {}',
    });
    expect(facts.name).toEqual({ value: 'notifier', from: 'build.gradle.kts' });
    expect(named(facts.stack)).toEqual(['Java 21', 'Spring Boot 3.3.4', 'Kotlin 2.0.20', 'Spring Web 3.3.4']);
    expect(named(facts.dependencies)).toEqual([
      'org.springframework.boot:spring-boot-starter-web 3.3.4',
      'com.fasterxml.jackson.core:jackson-databind 2.17.2',
    ]);
    expect(facts.entryPoints.map(({ path, what }) => `${what}: ${path}`)).toEqual([
      'main class: app/src/main/kotlin/com/acme/notifier/Main.kt',
    ]);
    expect(commands(facts)).toEqual(['./gradlew build', './gradlew test', './gradlew bootRun']);
  });

  test('in Groovy', () => {
    const facts = detected({
      'build.gradle': `plugins {
    id 'java-library'
    id 'com.diffplug.spotless' version '6.25.0'
}
description = 'Small things for dates'
java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }
dependencies {
    api 'com.google.guava:guava:33.3.0-jre'
    testImplementation 'junit:junit:4.13.2'
}
`,
    });
    expect(facts.purpose?.value).toBe('Small things for dates');
    expect(values(facts.types)).toEqual(['library (build.gradle)']);
    expect(named(facts.stack)).toEqual(['Java 17']);
    expect(named(facts.dependencies)).toEqual(['com.google.guava:guava 33.3.0-jre']);
    expect(named(facts.tests.frameworks)).toEqual(['JUnit 4 4.13.2']);
    expect(values(facts.checks)).toEqual(['Spotless (build.gradle)']);
    expect(commands(facts)).toEqual(['gradle build', 'gradle test']);
  });
});
