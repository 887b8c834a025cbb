namespace Divoc.Functions.Triggers;

/// <summary>The position where a list continues: <c>from</c> in the query.</summary>
internal static class ListFrom
{
    /// <summary>The parameter.</summary>
    public const string Name = "from";

    /// <summary>The answer to one that no list has given.</summary>
    public static Problem Wrong { get; } = new(
        StatusCodes.Status400BadRequest,
        "FROM",
        "from must be the value of next in an earlier answer. To begin at the first page, leave it out.");

    /// <summary>The value in the query; null for none.</summary>
    public static string? Of(HttpRequest request) => request.Query.TryGetValue(Name, out var value) ? value.ToString() : null;
}
