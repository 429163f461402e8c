package dev.ichnos.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttributesBuilderTest {
  private static final Attributes THREE =
      Attributes.builder().put("a", "1").put("b", 2L).put("c", true).build();

  @Test
  void append_behindTheOthers() {
    assertThat(
            THREE.toBuilder()
                .append("d", "4")
                .append("e", 5L)
                .append("f", false)
                .append("g", AttributeList.ofString("7"))
                .build())
        .isEqualTo(
            THREE.toBuilder()
                .put("d", "4")
                .put("e", 5L)
                .put("f", false)
                .put("g", AttributeList.ofStrings(List.of("7")))
                .build());
  }

  @Test
  void append_beyondTheIndex_isFound() {
    Attributes.Builder builder = Attributes.builder();
    for (int i = 0; i < 100; i++) {
      builder.put("key" + i, i);
    }
    builder.append("last", 1L);

    assertThat(builder.put("last", 2L).build().integer("last", 0)).isEqualTo(2);
    assertThat(builder.size()).isEqualTo(101);
  }

  @Test
  void appendAll_emptyAndFull_inOrder() {
    Attributes.Builder builder = Attributes.builder();

    assertThat(builder.appendAll(Attributes.EMPTY).build()).isSameAs(Attributes.EMPTY);
    assertThat(builder.appendAll(THREE).build()).isEqualTo(THREE);
    assertThat(builder.append("d", "4").size()).isEqualTo(4);
    assertThat(builder.clear().appendAll(THREE).build()).isEqualTo(THREE);
  }

  @Test
  void appendAll_beyondTheIndex_isFound() {
    Attributes.Builder many = Attributes.builder();
    for (int i = 0; i < 100; i++) {
      many.put("key" + i, i);
    }

    assertThat(Attributes.builder().put("a", 1L).appendAll(many.build()).put("key99", 0L).size())
        .isEqualTo(101);
  }

  @Test
  void replaceAt_keepsPlaceAndKey() {
    assertThat(THREE.toBuilder().replaceAt(0, 1L).replaceAt(1, "2").build())
        .isEqualTo(Attributes.builder().put("a", 1L).put("b", "2").put("c", true).build());
  }

  @Test
  void removeAt_othersMoveUp() {
    assertThat(THREE.toBuilder().removeAt(1).build())
        .isEqualTo(Attributes.builder().put("a", "1").put("c", true).build());
  }

  @Test
  void replaceAtAndRemoveAt_noSuchPlace_refused() {
    assertThatThrownBy(() -> THREE.toBuilder().replaceAt(3, 1L))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> THREE.toBuilder().removeAt(3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void at_byPlaceAndType() {
    assertThat(THREE.key(2)).isEqualTo("c");
    assertThat(THREE.stringAt(0)).isEqualTo("1");
    assertThat(THREE.stringAt(1)).isEmpty();
    assertThat(THREE.integerAt(1, 0)).isEqualTo(2);
    assertThat(THREE.integerAt(0, -1)).isEqualTo(-1);
    assertThat(THREE.booleanAt(2, false)).isTrue();
    assertThat(THREE.booleanAt(0, true)).isTrue();
    assertThat(THREE.toBuilder().stringAt(0)).isEqualTo("1");
    assertThat(THREE.toBuilder().integerAt(1, 0)).isEqualTo(2);
    assertThat(THREE.toBuilder().integerAt(2, -1)).isEqualTo(-1);
  }
}
