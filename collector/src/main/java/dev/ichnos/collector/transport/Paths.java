package dev.ichnos.collector.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The paths that an {@link HttpRoute} takes: some exactly, some by how they begin and end. Unlike
 * any other predicate, two of these can tell whether there is a path that both take.
 */
public final class Paths implements Predicate<String> {
  private final List<Form> forms;

  private Paths(List<Form> forms) {
    this.forms = List.copyOf(forms);
  }

  /** These and no others. */
  public static Paths exactly(String... paths) {
    return exactly(List.of(paths));
  }

  /** These and no others; may be none. */
  public static Paths exactly(Collection<String> paths) {
    return new Paths(paths.stream().map(path -> new Form(path, Optional.empty())).toList());
  }

  /** All that end so. */
  public static Paths endingIn(String suffix) {
    return between("", suffix);
  }

  /** All that begin and end so, with anything or nothing in between. */
  public static Paths between(String prefix, String suffix) {
    return new Paths(List.of(new Form(prefix, Optional.of(suffix))));
  }

  /** These and those. */
  public Paths and(Paths others) {
    List<Form> all = new ArrayList<>(forms);
    all.addAll(others.forms);
    return new Paths(all);
  }

  @Override
  public boolean test(String path) {
    for (Form form : forms) {
      if (form.test(path)) {
        return true;
      }
    }
    return false;
  }

  /** One path for each form, for people and tests. */
  public List<String> examples() {
    return forms.stream().map(Form::example).toList();
  }

  /** A path that a route of these paths and a route of {@code other} would both take. */
  Optional<String> shared(Predicate<String> other) {
    if (other instanceof Paths paths) {
      return forms.stream().flatMap(form -> paths.forms.stream().flatMap(form::shared)).findFirst();
    }
    return examples().stream().filter(other).findFirst();
  }

  /** A whole path, or how one begins and ends. */
  private record Form(String start, Optional<String> end) {
    Form {
      Objects.requireNonNull(start, "start");
    }

    boolean test(String path) {
      if (end.isEmpty()) {
        return start.equals(path);
      }
      String suffix = end.get();
      return path.length() >= start.length() + suffix.length()
          && path.startsWith(start)
          && path.endsWith(suffix);
    }

    String example() {
      return end.map(suffix -> start + suffix).orElse(start);
    }

    Stream<String> shared(Form other) {
      if (end.isEmpty()) {
        return Stream.of(start).filter(other::test);
      }
      if (other.end.isEmpty()) {
        return Stream.of(other.start).filter(this::test);
      }
      // The longer beginning and the longer end, one after the other, fit both if anything does.
      String ends = longer(end.get(), other.end.get());
      return Stream.of(longer(start, other.start) + ends).filter(this::test).filter(other::test);
    }

    private static String longer(String one, String two) {
      return one.length() >= two.length() ? one : two;
    }
  }
}
