using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.EuDcc;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Which names count as the certified one.</summary>
public sealed class NameComparisonTests
{
    [Theory]
    [InlineData("Jiřina Červenková", "Červenková", "CERVENKOVA", "Jiřina", "JIRINA")]
    [InlineData("Jiřina Červenková", "Cervenkova", "CERVENKOVA", "Jirina", "JIRINA")]
    [InlineData("Jirina Cervenkova", "Červenková", "CERVENKOVA", "Jiřina", "JIRINA")]
    [InlineData("Jürgen Müller", "Müller", "MUELLER", "Jürgen", "JURGEN")]
    [InlineData("Jürgen Müller", "Müller", "MUXXLLER", "Jürgen", "JUERGEN")]
    [InlineData("JÜRGEN MU\u0308LLER", "müller", "MULLER", "jürgen", "JUXXRGEN")]
    [InlineData("Ishara K. Wendakoon", "Wendakoon", "WENDAKOON", "Ishara Kumari", "ISHARA<KUMARI")]
    [InlineData("Ishara Kumari Wendakoon", "Wendakoon", "WENDAKOON", "I. K.", "I<K")]
    [InlineData("Ñusta Ñ", "Ñ", "NXX", "Ñusta", "NUSTA")]
    [InlineData("D'Artagnan", "D’Artagnan", "DARTAGNAN", null, null)]
    [InlineData("Anna-Maria de la Cruz", "de la Cruz", "DE<LA<CRUZ", "Maria Anna", "MARIA<ANNA")]
    [InlineData("Сергій Ґалаґан", "Ґалаґан", "GALAGAN", "Сергій", "SERHII")]
    [InlineData("Юлия Щеглова", "Shcheglova", "SHCHEGLOVA", "Iuliia", "IULIIA")]
    [InlineData("Ευαγγελία Μπάμπη", "Μπάμπη", "BAMPI", "Ευαγγελία", "EVANGELIA")]
    [InlineData("अनीता शर्मा", "शर्मा", "SHARMA", "अनीता", "ANITA")]
    [InlineData("अनीता शर्मा", "Sharma", "SHARMA", "Anita", "ANITA")]
    [InlineData("محمد الأمين", "الأمين", "ALAMIN", "محمد", "MOHAMED")]
    [InlineData("अनीता Perera", "Perera", "PERERA", "अनीता", "ANITA")]
    [InlineData("Anna Anna Berg", "Berg", "BERG", "Anna Anna", "ANNA<ANNA")]
    public void The_certified_name_is_accepted_in_any_order_and_spelling(string certified, string fn, string fnt, string? gn, string? gnt)
    {
        Assert.True(NameComparison.IsOf(Person(certified), new PassportName(fn, fnt, gn, gnt)));
    }

    [Theory]
    [InlineData("Jiřina Červenková", "Červenková", "CERVENKOVA", "Jana", "JANA")]
    [InlineData("Jiřina Červenková", "Červenková", "CERVENKOVA", null, null)]
    [InlineData("Jiřina Červenková", "Červenková", "CERVENKOVA", "Jiřina", "JANA")]
    [InlineData("Jiřina Červenková", "Červenková", "CERVENKOVA", "Jana", "JIRINA")]
    [InlineData("Jiřina Červenková", "Červenková Nová", "CERVENKOVA<NOVA", "Jiřina", "JIRINA")]
    [InlineData("Anna Berg", "Berg", "BERG", "Anna Anna", "ANNA<ANNA")]
    [InlineData("Anna Anna Berg", "Berg", "BERG", "Anna", "ANNA")]
    [InlineData("Ishara K. Wendakoon", "Wendakoon", "WENDAKOON", "Ishara Nimali", "ISHARA<NIMALI")]
    [InlineData("Jürgen Müller", "Müller", "MILLER", "Jürgen", "JURGEN")]
    [InlineData("अनीता शर्मा", "शर्मा", "SHARMA", "सुनीता", "SUNITA")]
    [InlineData("अनीता Perera", "Fernando", "FERNANDO", "अनीता", "ANITA")]
    [InlineData("अनीता Perera", "Perera", "PERERA", null, null)]
    public void A_different_name_is_not_accepted(string certified, string fn, string fnt, string? gn, string? gnt)
    {
        Assert.False(NameComparison.IsOf(Person(certified), new PassportName(fn, fnt, gn, gnt)));
    }

    [Fact]
    public void The_name_parts_that_the_partner_sent_are_compared_as_well_as_the_whole_name()
    {
        var person = Person("अनीता शर्मा") with { FamilyName = "Sharma", GivenName = "Anita" };

        Assert.True(NameComparison.IsOf(person, new PassportName("Sharma", "SHARMA", "Anita", "ANITA")));
        Assert.False(NameComparison.IsOf(
            Person("Anna Berg") with { FamilyName = "Berg", GivenName = "Anna" }, new PassportName("Sharma", "SHARMA", "Anita", "ANITA")));
    }

    /// <summary>Names are bounded, and so is the work on hostile ones.</summary>
    [Fact]
    public void The_longest_name_of_equal_parts_can_be_compared()
    {
        var many = string.Join(' ', Enumerable.Repeat("Ü", 150));
        var written = string.Join('<', Enumerable.Repeat("UE", 26));

        Assert.False(NameComparison.IsOf(Person(many), new PassportName(many[..199], written, null, null)));
    }

    private static Recipient Person(string name) => new() { Name = name, Identity = "did:example:1" };
}
