package dev.ichnos.istio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reader is as strict as the tests that lean on it believe. */
class StrictYamlTest {
  @Test
  void documents_keyTwice_isRefused() {
    assertThatThrownBy(() -> StrictYaml.documents("a: 1\na: 2\n")).hasMessageContaining("a");
  }

  @Test
  void documents_several_areAllRead() {
    assertThat(StrictYaml.documents("a: 1\n---\nb: 2\n")).hasSize(2);
  }

  @Test
  void bind_numberForString_isRefused() {
    JsonNode tree = StrictYaml.documents("{name: 5, value: x}").get(0);

    assertThatThrownBy(() -> StrictYaml.bind(tree, HeaderValue.class)).hasMessageContaining("name");
  }

  @Test
  void bind_stringForNumber_isRefused() {
    JsonNode tree = StrictYaml.documents("{service: a.b.c, port: '80'}").get(0);

    assertThatThrownBy(() -> StrictYaml.bind(tree, ZipkinProvider.class))
        .hasMessageContaining("port");
  }

  @Test
  void bind_absentList_isEmpty() {
    JsonNode tree = StrictYaml.documents("{service: a.b.c, port: 80}").get(0);

    assertThat(StrictYaml.bind(tree, ZipkinProvider.class).headers()).isEqualTo(List.of());
  }
}
