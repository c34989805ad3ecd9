Feature: Steps that stand like stairs
Scenario: Down
 Given a first
  And a second
   And a third
      When a fourth
	Then a fifth, behind a tab
| no | table |
    | but | one |
  # at the end of the first

Scenario: Prose below a title
  1. Given is a word, too
  - Examples are another

  But nothing here is a step
Given a step after prose
"""
text at the margin
    and not
"""
  @late
   @later
  Scenario Outline: <a><b>
   Given <a> and <b>

   Examples:
     |a|b|
     |1|2|
     | \<a\> ||

  Scenario:
    Given one without a name
