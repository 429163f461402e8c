package dev.ichnos.propagation;

/** The one value of {@link FamilyDetail#NONE}. */
enum NoDetail implements FamilyDetail {
  NONE
}
