package dev.ichnos.collector.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/senders.md names the versions that the tests run. */
class SendersPageTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>"
              + "(?!\\s*<type>pom</type>)(?!\\s*<scope>runtime</scope>)");

  @Test
  void page_namesEveryLibraryWithItsVersion() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "senders.md"));

    assertThat(libraries())
        .hasSizeGreaterThan(20)
        .allSatisfy(name -> assertThat(page).contains(name));
  }

  private static List<String> libraries() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> poms = Files.walk(Path.of("src", "it", "clients"), 2)) {
      for (Path pom : poms.filter(file -> file.endsWith("pom.xml")).sorted().toList()) {
        String text = Files.readString(pom);
        Matcher dependency = DEPENDENCY.matcher(text.substring(text.indexOf("</parent>") + 1));
        while (dependency.find()) {
          names.add(dependency.group(1) + ":" + dependency.group(2));
        }
      }
    }
    names.removeIf(
        name -> name.startsWith("clients:") || name.startsWith("maven-") || name.contains("$"));
    JsonNode npm =
        new ObjectMapper().readTree(Path.of("src", "it", "npm", "package.json").toFile());
    npm.get("dependencies")
        .properties()
        .forEach(one -> names.add(one.getKey() + "@" + one.getValue().textValue()));
    return names;
  }
}
