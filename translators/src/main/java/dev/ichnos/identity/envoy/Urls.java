package dev.ichnos.identity.envoy;

/** What was asked for: the whole URL on the asking side, its parts on the answering side. */
final class Urls {
  private Urls() {}

  static void apply(ProxySpan proxy, Draft draft) {
    Url url = proxy.url;
    if (!draft.stable || url == null) {
      return;
    }
    Tags tags = proxy.tags;
    boolean stated = tags.has(Tag.HTTP_URL);
    boolean inConventions = tags.has(Tag.URL_FULL);
    // Two URLs are both kept.
    boolean agreed =
        !(stated && inConventions) || tags.text(Tag.HTTP_URL).equals(tags.text(Tag.URL_FULL));
    if (inConventions && draft.legacy) {
      draft.put(Tag.HTTP_URL, tags.text(Tag.URL_FULL));
    }
    if ((stated || inConventions) && url.isTruncated()) {
      draft.put(Tag.URL_TRUNCATED, true);
    }
    if (proxy.answers()) {
      parts(url, draft);
      agreed &= tags.text(Tag.URL_PATH).equals(url.path());
      if (agreed) {
        draft.remove(Tag.URL_FULL);
      }
    } else if (url.isPathOnly()) {
      path(url, draft);
    } else {
      draft.put(Tag.URL_FULL, url.withoutUser());
    }
    if (agreed) {
      draft.retire(Tag.HTTP_URL);
    }
  }

  private static void parts(Url url, Draft draft) {
    draft.putUnlessEmpty(Tag.URL_SCHEME, url.scheme());
    path(url, draft);
    server(url, draft);
  }

  private static void path(Url url, Draft draft) {
    draft.put(Tag.URL_PATH, url.path());
    draft.putUnlessEmpty(Tag.URL_QUERY, url.query());
  }

  /** Which server the URL is of. */
  static void server(Url url, Draft draft) {
    String host = url.host();
    if (host.isEmpty()) {
      return;
    }
    draft.put(Tag.SERVER_ADDRESS, host);
    if (url.port() > 0) {
      draft.put(Tag.SERVER_PORT, url.port());
    }
  }
}
