using System.Text.RegularExpressions;

namespace Divoc.Functions.Tests.Architecture;

/// <summary>
/// Rules of CONTRIBUTING.md about the files of C#, as far as a test can check them: a file is about the type that it is named after, and a
/// short type that only one other file uses stands in that file.
/// </summary>
public sealed partial class FilesTests
{
    /// <summary>A type is short if its whole file has at most so many lines.</summary>
    private const int Short = 12;

    /// <summary>Files of small types that a standard defines together, none of them the main one.</summary>
    private static readonly string[] WithoutMainType = ["FhirValues"];

    [Fact]
    public void A_file_is_named_after_one_of_its_types()
    {
        var others = SourceFiles.All
            .Where(file => TypesIn(file.Text) is { Count: > 0 } types && !types.Contains(NameOf(file.Path)))
            .Select(file => NameOf(file.Path));

        Assert.Equal(WithoutMainType, others);
    }

    [Fact]
    public void A_short_type_that_only_one_other_file_uses_stands_in_that_file()
    {
        var files = SourceFiles.All.Where(file => file.Text.AsSpan().Count('\n') <= Short && TypesIn(file.Text).Count > 0).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.NotEqual(1, UsersOf(file.Path).Count));
    }

    [Theory]
    [InlineData("public sealed class A\n{\n    private class B;\n}\ninternal readonly record struct C(int D);", "A C")]
    [InlineData("internal interface IA<T>\n{\n}\n\nfile static partial class B;", "IA B")]
    [InlineData("public enum A\n{\n}\n\npublic delegate Task B(int c);\n// class D", "A B")]
    [InlineData("return 1;", "")]
    public void The_types_of_a_file_are_found(string text, string types)
    {
        Assert.Equal(types, string.Join(' ', TypesIn(text)));
    }

    /// <summary>The files that use the type that a file is named after.</summary>
    private static List<string> UsersOf(string path)
    {
        var name = new Regex($@"\b{NameOf(path)}\b");
        return [.. SourceFiles.All.Where(file => file.Path != path && name.IsMatch(file.Text)).Select(file => file.Path)];
    }

    private static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    private static List<string> TypesIn(string text) => [.. TopLevelType().Matches(text).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(
        @"^((public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe) )*"
            + @"(class|record struct|record|struct|interface|enum|delegate \S+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TopLevelType();
}
