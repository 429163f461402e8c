package dev.ichnos.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttributesTest {
  private static final Attributes ABC =
      Attributes.builder().put("a", "1").put("b", 2L).put("c", "").putEmpty("d").build();

  @Test
  void says_anythingButNothing() {
    assertThat(ABC.says("a")).isTrue();
    assertThat(ABC.says("b")).isTrue();
    assertThat(ABC.says("c")).isFalse();
    assertThat(ABC.says("d")).isFalse();
    assertThat(ABC.says("e")).isFalse();
  }

  @Test
  void only_keepsOrder() {
    assertThat(ABC.only(key -> true)).isSameAs(ABC);
    assertThat(ABC.only(key -> false)).isSameAs(Attributes.EMPTY);
    assertThat(ABC.only(key -> !key.equals("a")))
        .isEqualTo(Attributes.builder().put("b", 2L).put("c", "").putEmpty("d").build());
    assertThat(ABC.only(key -> key.equals("a") || key.equals("d")))
        .isEqualTo(Attributes.builder().put("a", "1").putEmpty("d").build());
    assertThat(Attributes.EMPTY.only(key -> false)).isSameAs(Attributes.EMPTY);
  }

  @Test
  void fill_onlyWhatIsEmpty() {
    Attributes.Builder builder = ABC.toBuilder();

    assertThat(builder.fill("a", "x")).isFalse();
    assertThat(builder.fill("b", "x")).isFalse();
    assertThat(builder.fill("c", "3")).isTrue();
    assertThat(builder.fill("d", "4")).isTrue();
    assertThat(builder.fill("e", "5")).isTrue();
    assertThat(builder.fill("f", "")).isFalse();
    assertThat(builder.build())
        .isEqualTo(
            Attributes.builder()
                .put("a", "1")
                .put("b", 2L)
                .put("c", "3")
                .put("d", "4")
                .put("e", "5")
                .build());
  }

  @Test
  void fillAll_onlyWhatIsEmpty() {
    Attributes.Builder builder = Attributes.builder().put("b", "x").put("a", "");

    assertThat(builder.fillAll(ABC)).isTrue();
    assertThat(builder.fillAll(ABC)).isFalse();
    assertThat(builder.build()).isEqualTo(Attributes.builder().put("b", "x").put("a", "1").build());
  }
}
