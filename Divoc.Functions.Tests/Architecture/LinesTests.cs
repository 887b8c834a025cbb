namespace Divoc.Functions.Tests.Architecture;

/// <summary>
/// Rules of CONTRIBUTING.md that no analyzer checks: lines have at most 140 columns, and no conditional operator stands inside another one.
/// </summary>
public sealed class LinesTests
{
    private const int Columns = 140;

    [Fact]
    public void A_line_has_at_most_140_columns()
    {
        Check(TooLong);
    }

    [Fact]
    public void No_conditional_operator_is_nested_in_another_one()
    {
        Check(Nested);
    }

    [Theory]
    [InlineData("var x = 1;", false)]
    [InlineData("var x = Call(1, 2, END", true)]
    [InlineData("/// <summary>A sentence END", true)]
    [InlineData("        // https://example.org/END", false)]
    [InlineData("        \"END\",", false)]
    [InlineData("        \"Two END\",", true)]
    [InlineData("        Call(\"END\");", false)]
    [InlineData("        Call(one, \"END\");", true)]
    [InlineData("var x = \"\"\"{ \"a\": \"END\" }\"\"\";", false)]
    [InlineData("var x = $$\"\"\"{ \"a\": {{one(two)}} \"END\" }\"\"\";", false)]
    [InlineData("var x = @\"{ \"\"a\"\": END }\";", false)]
    [InlineData("var x = \"\"\"a\"\"\"; // two END", true)]
    [InlineData("var x = \"\"\"\n  one two END\n  \"\"\";", false)]
    public void Lines_with_only_a_fixed_string_or_a_single_word_may_be_longer(string start, bool isFound)
    {
        Assert.Equal(isFound, TooLong(start.Replace("END", new string('x', Columns), StringComparison.Ordinal)).Any());
    }

    [Theory]
    [InlineData("var x = a ? b : c;", 0)]
    [InlineData("var x = a ? b : c; var y = d ? e : f;", 0)]
    [InlineData("Call(a ? b : c, d ? e : f);", 0)]
    [InlineData("int? x = a?.B ?? c?[0] ?? d;", 0)]
    [InlineData("var x = a ? b : c ? d : e;", 1)]
    [InlineData("var x = a ? b ? c : d : e;", 1)]
    [InlineData("var x = (a ? b : c) ? d : e;", 1)]
    [InlineData("var x = Call(a ? b : c) is { } y ? d : e;", 1)]
    [InlineData("var x = (a ? b : c) is { } y ? d : e;", 1)]
    [InlineData("var x = a ? Call(b ? c : d) : e;", 1)]
    [InlineData("var x = a\n    ? b\n    : c\n        ? d\n        : e;", 1)]
    [InlineData("var x = a ? y => y ? 1 : 2 : e;", 1)]
    [InlineData("var x = a ? new B { C = d ? e : f, G = h ? i : j } : k;", 2)]
    [InlineData("if (a ? b : c) { x = d ? e : f; }\ny = g ? h : i;", 0)]
    [InlineData("x switch { 1 => a ? b : c, _ => d ? e : f };", 0)]
    [InlineData("var x = a ? \" ? \" : ' '; // b ? c : d", 0)]
    [InlineData("var x = a ? $\"{b} ? {{ ? {c:yyyy'?' ? }\" : d;", 0)]
    [InlineData("var x = a ? $\"{(b ? c : d)}\" : e;", 1)]
    [InlineData("var x = a ? $$\"\"\"{ ? } {{(b ? c : d)}} \" ? \"\"\" : e;", 1)]
    [InlineData("var x = a ? @\"\\\" : b; var y = c ? d : e;", 0)]
    [InlineData("var x = a ? \"\\\"\" : '\\''; var y = c ? d : e;", 0)]
    [InlineData("/* a ? b ? */ var x = a ? b /* ? */ : c;", 0)]
    public void Nested_conditional_operators_are_found_only_in_code_and_not_in_strings(string code, int found)
    {
        Assert.Equal(found, Nested(code).Count());
    }

    private static void Check(Func<string, IEnumerable<int>> rule)
    {
        Assert.NotEmpty(SourceFiles.All);
        var found = SourceFiles.All
            .SelectMany(file => rule(file.Text).Select(line => $"{file.Path}:{line}"))
            .ToList();
        Assert.True(found.Count == 0, $"{found.Count} lines:\n{string.Join('\n', found.Take(40))}");
    }

    /// <summary>The numbers of lines that are too long although they could be broken.</summary>
    private static IEnumerable<int> TooLong(string text)
    {
        var (source, start) = (new SourceText(text), 0);
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (line.Length > Columns && !source.IsFixed(start + Columns) && !IsOneWord(line))
            {
                yield return index + 1;
            }

            start += line.Length + 1;
        }
    }

    /// <summary>A word is what stands between blanks. Marks of comments, brackets and commas beside it are none.</summary>
    private static bool IsOneWord(string line) => line.Split(' ').Count(word => word.Any(char.IsAsciiLetterOrDigit)) <= 1;

    private static IEnumerable<int> Nested(string text)
    {
        return NestedConditionals.In(new SourceText(text).Code).Select(index => text.AsSpan(0, index).Count('\n') + 1);
    }
}
