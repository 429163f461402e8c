package dev.ichnos.collector.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * A set of paths as an automaton without branches: steps that each take one character, or stay for
 * as many as there are. Two of them walk together to find a path that both take; there is none only
 * if no common walk reaches both ends.
 */
final class PathSteps {
  /** What an anything or a segment takes where the other side has no preference. */
  private static final char FILLER = 'x';

  private final List<Step> steps = new ArrayList<>();

  /** Then exactly this. */
  PathSteps text(String text) {
    text.chars().forEach(c -> steps.add(new Step(Kind.ONE, (char) c)));
    return this;
  }

  /** Then anything, or nothing. */
  PathSteps anything() {
    steps.add(new Step(Kind.ANY_NUMBER, FILLER));
    return this;
  }

  /** Then at least one character that is not a slash. */
  PathSteps segment() {
    steps.add(new Step(Kind.NO_SLASH, FILLER));
    steps.add(new Step(Kind.ANY_NUMBER_OF_NO_SLASH, FILLER));
    return this;
  }

  /** One of the shortest paths that both take. */
  Optional<String> shared(PathSteps other) {
    Set<List<Integer>> seen = new HashSet<>();
    Queue<Walk> walks = new ArrayDeque<>();
    walks.add(new Walk(0, 0, ""));
    while (!walks.isEmpty()) {
      Walk walk = walks.remove();
      if (!seen.add(List.of(walk.here, walk.there))) {
        continue;
      }
      if (walk.here == steps.size() && walk.there == other.steps.size()) {
        return Optional.of(walk.path);
      }
      Step here = step(walk.here);
      Step there = other.step(walk.there);
      if (here.mayEnd()) {
        walks.add(new Walk(walk.here + 1, walk.there, walk.path));
      }
      if (there.mayEnd()) {
        walks.add(new Walk(walk.here, walk.there + 1, walk.path));
      }
      char next = here.kind == Kind.ONE ? here.character : there.character;
      if (here.takes(next) && there.takes(next)) {
        walks.add(
            new Walk(
                walk.here + (here.mayEnd() ? 0 : 1),
                walk.there + (there.mayEnd() ? 0 : 1),
                walk.path + next));
      }
    }
    return Optional.empty();
  }

  private Step step(int index) {
    return index < steps.size() ? steps.get(index) : new Step(Kind.NONE, FILLER);
  }

  private enum Kind {
    ONE,
    NO_SLASH,
    ANY_NUMBER_OF_NO_SLASH,
    ANY_NUMBER,
    /** Behind the end. */
    NONE
  }

  /**
   * One step.
   *
   * @param character of {@code ONE}; of others one that they take
   */
  private record Step(Kind kind, char character) {
    boolean takes(char c) {
      return switch (kind) {
        case ONE -> c == character;
        case NO_SLASH, ANY_NUMBER_OF_NO_SLASH -> c != '/';
        case ANY_NUMBER -> true;
        case NONE -> false;
      };
    }

    boolean mayEnd() {
      return kind == Kind.ANY_NUMBER || kind == Kind.ANY_NUMBER_OF_NO_SLASH;
    }
  }

  private record Walk(int here, int there, String path) {}
}
