package dev.ichnos.collector.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The paths that an {@link HttpRoute} takes. Unlike any other predicate, two of these can tell
 * whether there is a path that both take.
 */
public final class Paths implements Predicate<String> {
  private static final String SEGMENT = "{}";

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
    return new Paths(paths.stream().<Form>map(Exact::new).toList());
  }

  /** All that end so. */
  public static Paths endingIn(String suffix) {
    return new Paths(List.of(new Ending(suffix)));
  }

  /** All of this form, in which each {@code {}} stands for one segment that is not empty. */
  public static Paths template(String template) {
    return new Paths(List.of(Template.of(template)));
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

  /** One path for each form. */
  public List<String> examples() {
    return forms.stream().map(Form::example).toList();
  }

  /**
   * A path that a route of these paths and a route of {@code other} would both take. If {@code
   * other} is not one of these, only the examples are looked at.
   */
  Optional<String> shared(Predicate<String> other) {
    if (!(other instanceof Paths paths)) {
      return examples().stream().filter(other).findFirst();
    }
    return forms.stream()
        .flatMap(one -> paths.forms.stream().map(two -> one.steps().shared(two.steps())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private interface Form {
    boolean test(String path);

    String example();

    PathSteps steps();
  }

  private record Exact(String path) implements Form {
    @Override
    public boolean test(String other) {
      return path.equals(other);
    }

    @Override
    public String example() {
      return path;
    }

    @Override
    public PathSteps steps() {
      return new PathSteps().text(path);
    }
  }

  private record Ending(String suffix) implements Form {
    @Override
    public boolean test(String path) {
      return path.endsWith(suffix);
    }

    @Override
    public String example() {
      return suffix;
    }

    @Override
    public PathSteps steps() {
      return new PathSteps().anything().text(suffix);
    }
  }

  private record Template(List<String> texts, Pattern pattern) implements Form {
    static Template of(String template) {
      List<String> texts = List.of(template.split(Pattern.quote(SEGMENT), -1));
      return new Template(
          texts,
          Pattern.compile(texts.stream().map(Pattern::quote).collect(Collectors.joining("[^/]+"))));
    }

    @Override
    public boolean test(String path) {
      return path.startsWith(texts.get(0)) && pattern.matcher(path).matches();
    }

    @Override
    public String example() {
      return String.join("x", texts);
    }

    @Override
    public PathSteps steps() {
      PathSteps steps = new PathSteps().text(texts.get(0));
      texts.stream().skip(1).forEach(text -> steps.segment().text(text));
      return steps;
    }
  }
}
