#
# Two lines of a licence,
# as they stand on top of many files.
#

#encoding: utf-8

Feature: Reading - what comes back from a query

  Scenario: [1] Nothing in, nothing out
    Given an empty graph
    When executing query:
      """
      MATCH (n)
        WHERE n.name = 'a|b' \\ "c"
      RETURN n
      """
    Then the result should be, in any order:
      | n |
    And no side effects

  Scenario: [2] Signs of a table in cells
    Given having executed:
      ```
      CREATE (:A {text: """x"""})
      ```
    When executing query:
      """cypher
      RETURN 1 AS `a|b`
      """
    Then the result should be, in order:
      | a\|b | c\\d | e\nf | |
      | 1    | 'x'  | "y"  | null |
    #  | 2   | not any more |

  @skipStyleCheck
  Scenario Outline: [3] <fails> isn't a number
    When executing query:
      """
      RETURN toInteger(<value>) AS "<fails>"
      """
    Then a <kind> should be raised: <fails>
      | of  | <value> |

    @one
    Examples: of one kind
      Some words about them.
      | value | kind      | fails |
      | []    | TypeError | list  |

    @two @three

    Examples:
      | fails | kind | value |
      | map   | TypeError | {} |
      | node  | SyntaxError | () |
