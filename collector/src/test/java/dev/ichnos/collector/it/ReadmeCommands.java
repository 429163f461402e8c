package dev.ichnos.collector.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fenced blocks of the README, and its commands as lists of words. */
final class ReadmeCommands {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private ReadmeCommands() {}

  /** The text of every block in this language, in the README's order. */
  static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher fence = FENCE.matcher(Files.readString(README));
    while (fence.find()) {
      if (fence.group(1).equals(language)) {
        blocks.add(fence.group(2));
      }
    }
    return blocks;
  }

  /** Every command line that a reader is told to type, split at {@code &&}, as words. */
  static List<List<String>> all() throws IOException {
    List<List<String>> commands = new ArrayList<>();
    for (String block : blocks("sh")) {
      for (String line : block.lines().toList()) {
        for (String command : line.split(" && ")) {
          commands.add(words(command));
        }
      }
    }
    return commands;
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    return words;
  }
}
