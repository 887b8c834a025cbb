using System.Text.Json;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>A kind of page: its template, and the words that templates of the kind may use in addition to pointers.</summary>
/// <param name="Name">Its name, the <c>kind</c> of templates.</param>
/// <param name="Template">The built-in template, UTF-8 JSON, with labels that the program's label files lack.</param>
public sealed record PageKind(string Name, ReadOnlyMemory<byte> Template)
{
    /// <summary>The words that <c>when</c> may have.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>The words that a label may have in braces.</summary>
    public IReadOnlyList<string> Placeholders { get; init; } = [];

    /// <summary>The columns of the table of earlier events; empty if the kind has no such table.</summary>
    public IReadOnlyList<PageColumn> EarlierColumns { get; init; } = [];

    /// <summary>A text as long as the longest values of a page.</summary>
    public static string LongText { get; } = string.Concat(Enumerable.Repeat("Maximiliana Wilhelmine ", 20)).Trim();

    /// <summary>Values that are never as long as others, by their pointers, for checking whether a template has room.</summary>
    public IReadOnlyDictionary<string, string> BoundedValues { get; init; } = new Dictionary<string, string>();

    /// <summary>Facts with the longest values, for checking whether a template has room for them; one page each.</summary>
    public IReadOnlyList<PageFacts> Longest { get; init; } = [PageFacts.None];

    /// <summary>Reads an embedded template beside a type.</summary>
    /// <param name="type">A type of the same namespace.</param>
    /// <param name="file">The file's name.</param>
    public static ReadOnlyMemory<byte> Embedded(Type type, string file)
    {
        using var stream = type.Assembly.GetManifestResourceStream(type, file)
            ?? throw new InvalidOperationException($"The embedded template {file} is missing.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}

/// <summary>The known kinds of pages.</summary>
/// <param name="Known">The kinds.</param>
public sealed record PageKinds(IReadOnlyList<PageKind> Known)
{
    /// <summary>The words that <c>when</c> may have in any kind.</summary>
    internal IReadOnlyList<string> Conditions { get; } = [.. Known.SelectMany(kind => kind.Conditions).Distinct()];

    /// <summary>The words that labels may have in braces in any kind.</summary>
    internal IReadOnlyList<string> Placeholders { get; } = [.. Known.SelectMany(kind => kind.Placeholders).Distinct()];

    /// <summary>These and one more.</summary>
    internal PageKinds With(PageKind kind) =>
        Known.Contains(kind) ? this : new PageKinds([.. Known.Where(known => known.Name != kind.Name), kind]);
}

/// <summary>The facts of a page about one certificate, in addition to those to which its template points.</summary>
public sealed record PageFacts
{
    /// <summary>Nothing.</summary>
    public static PageFacts None { get; } = new();

    /// <summary>The true conditions, of <see cref="PageKind.Conditions"/>.</summary>
    public IReadOnlyCollection<string> Conditions { get; init; } = [];

    /// <summary>The values of <see cref="PageKind.Placeholders"/>; an absent one has no value.</summary>
    public IReadOnlyDictionary<string, string> Placeholders { get; init; } = new Dictionary<string, string>();

    /// <summary>The rows of the table of earlier events.</summary>
    public IReadOnlyList<PageRow> Earlier { get; init; } = [];

    /// <summary>The object for pointers below <c>/enrollment</c>, made at first use; null for nothing.</summary>
    public Lazy<JsonElement>? Enrollment { get; init; }
}

/// <summary>A column of the table of earlier events.</summary>
/// <param name="Label">The key of the label above it.</param>
/// <param name="Width">Its width in points; the last column gets the rest.</param>
public sealed record PageColumn(string Label, float Width = 0);

/// <summary>A row of the table of earlier events.</summary>
/// <param name="Cells">One for each of <see cref="PageKind.EarlierColumns"/>.</param>
/// <param name="IsReported">
/// Whether only the partner that requested the certificate reported it: the table says so in a note, and the first cell ends with the
/// note's mark.
/// </param>
public sealed record PageRow(IReadOnlyList<PageCell> Cells, bool IsReported = false);

/// <summary>A cell of a table.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsDate">Whether it is printed as a day with the language's month names, if it can be read as a date or date-time.</param>
public sealed record PageCell(string Text, bool IsDate = false);
