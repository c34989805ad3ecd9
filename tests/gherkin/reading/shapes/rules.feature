@one
@two   # a remark beside tags
@three @one
Feature: Rules, each with what all of it needs

  Background: for everything
    * a clean machine
    * nothing else

  Example: before any rule
    * something is done
    When it is done again
    * nothing happens
    And nothing happens still

  @rule
  Rule: The first

    It has words of its own,

    in two parts.

    Background:
      Given a machine more

    @first
    Example: one
      And it begins with And
      Then it counts

    Scenario Template: several of <n>
      * <n> of them
      But not <m>

      Scenarios:
        | n | m |
        | 1 | 2 |
        | 3 |   |

  Rule: The second

    Example: another
      Given what only this one has
