using Divoc.Functions.Domain;
using Divoc.Functions.Intake;

namespace Divoc.Functions.Tests.Intake;

public sealed class DivocRefusalTests
{
    private static readonly Fault Rule = new("/0/a", "DATE_ORDER", "In the wrong order.");
    private static readonly Fault Age = new("/0/b", "MISSING_FIELDS", "Needed.", DivocMessage: "both missing");
    private static readonly Fault Schema = new("/0/c", "MINIMUM", "Too small.", 609, "c in body should be greater than or equal to 1");
    private static readonly Fault Type =
        new("/0/d", "WRONG_TYPE", "Not text.", 400, "parsing body body from \"\" failed, because d is not a string");

    [Fact]
    public void A_rule_that_DIVOC_does_not_have_gives_its_own_code_and_message()
    {
        Assert.Equal(new DivocRefusal(RefusalKind.Rule, null, "DATE_ORDER", "In the wrong order."), DivocRefusal.Of([Rule]));
    }

    [Fact]
    public void Errors_of_age_and_date_of_birth_come_before_rules_that_DIVOC_does_not_have()
    {
        Assert.Equal(new DivocRefusal(RefusalKind.Rule, null, "MISSING_FIELDS", "both missing"), DivocRefusal.Of([Rule, Age]));
    }

    [Fact]
    public void Schema_errors_come_before_rule_errors()
    {
        Assert.Equal(
            new DivocRefusal(RefusalKind.Schema, 609, null, "c in body should be greater than or equal to 1"),
            DivocRefusal.Of([Rule, Age, Schema, Schema with { DivocCode = 602 }]));
    }

    [Fact]
    public void Type_errors_come_before_all_other_errors()
    {
        Assert.Equal(
            new DivocRefusal(RefusalKind.Undecodable, 400, null, "parsing body body from \"\" failed, because d is not a string"),
            DivocRefusal.Of([Rule, Schema, Type]));
    }
}
