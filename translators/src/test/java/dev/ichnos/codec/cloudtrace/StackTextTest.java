package dev.ichnos.codec.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackTextTest {
  @Test
  void of_java_readsFramesAndCauses() {
    assertThat(
            frames(
                """
                java.lang.IllegalStateException: no
                \tat dev.example.Shop.lambda$buy$0(Shop.java:42)
                \tat java.base/java.lang.Thread.run(Thread.java:840) [?:?]
                \tat jdk.internal.Foo.bar(Native Method) ~[shop-1.0.jar:1.0]
                \t... 3 more
                Caused by: java.io.IOException: broken (really)
                \tat dev.example.Net.read(Unknown Source)
                """))
        .containsExactly(
            new StackFrame("dev.example.Shop.lambda$buy$0", "Shop.java", 42, 0),
            new StackFrame("java.base/java.lang.Thread.run", "Thread.java", 840, 0),
            new StackFrame("jdk.internal.Foo.bar", "", 0, 0),
            new StackFrame("Caused by: java.io.IOException: broken (really)", "", 0, 0),
            new StackFrame("dev.example.Net.read", "", 0, 0));
  }

  @Test
  void of_node_readsLinesAndColumns() {
    assertThat(
            frames(
                """
                TypeError: x is not a function
                    at Shop.buy [as sell] (/srv/app/shop.js:10:15)
                    at /srv/app/index.js:3:1
                    at async Promise.all (index 0)
                    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
                """))
        .containsExactly(
            new StackFrame("Shop.buy [as sell]", "/srv/app/shop.js", 10, 15),
            new StackFrame("<anonymous>", "/srv/app/index.js", 3, 1),
            new StackFrame("async Promise.all", "index 0", 0, 0),
            new StackFrame(
                "process.processTicksAndRejections", "node:internal/process/task_queues", 95, 5));
  }

  @Test
  void of_python_readsInnermostFirst() {
    assertThat(
            frames(
                """
                Traceback (most recent call last):
                  File "/srv/app.py", line 3, in <module>
                    main()
                  File "/srv/shop.py", line 42, in buy
                    raise ValueError("at (home)")
                ValueError: at (home)
                """))
        .containsExactly(
            new StackFrame("buy", "/srv/shop.py", 42, 0),
            new StackFrame("<module>", "/srv/app.py", 3, 0));
  }

  @Test
  void of_go_readsFunctionAndFile() {
    assertThat(
            frames(
                """
                goroutine 7 [running]:
                main.(*Shop).Buy(0xc000012345, {0x1, 0x2})
                \t/srv/shop.go:42 +0x1d
                main.main()
                \t/srv/main.go:9
                created by net/http.(*Server).Serve in goroutine 1
                \t/usr/lib/go/src/net/http/server.go:3285 +0x4b4
                """))
        .containsExactly(
            new StackFrame("main.(*Shop).Buy", "/srv/shop.go", 42, 0),
            new StackFrame("main.main", "/srv/main.go", 9, 0),
            new StackFrame(
                "net/http.(*Server).Serve", "/usr/lib/go/src/net/http/server.go", 3285, 0));
  }

  @Test
  void of_dotnet_readsFileAndLine() {
    assertThat(frames("   at Shop.Cart.Buy(String id, Int32 n) in C:\\src\\Cart.cs:line 42\r\n"))
        .containsExactly(
            new StackFrame("Shop.Cart.Buy(String id, Int32 n)", "C:\\src\\Cart.cs", 42, 0));
  }

  @Test
  void of_deepPython_keepsTheInnermost() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 130; i++) {
      text.append("  File \"a.py\", line ").append(i).append(", in f\n");
    }

    StackText stack = StackText.of(text.toString());

    assertThat(stack.frames()).hasSize(128);
    assertThat(stack.frames().get(0).line()).isEqualTo(130);
    assertThat(stack.dropped()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no stack",
        "at home",
        "at (x)",
        "at ",
        "at )",
        "Caused by: nothing",
        "File \"x",
        "File \", line 1",
        "File \"a.py\", line x, in f",
        "main.f()\n\tnot go",
        "main.f()\n\t.go",
        "main.f()\n\t:1",
        "main.f()\n\ta.go:x",
        "\n\n\t\n"
      })
  void of_noStack_isEmpty(String text) {
    assertThat(frames(text)).isEmpty();
  }

  private static List<StackFrame> frames(String text) {
    return StackText.of(text).frames();
  }
}
