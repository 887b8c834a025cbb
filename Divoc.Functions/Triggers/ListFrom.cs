namespace Divoc.Functions.Triggers;

/// <summary>The position where a list continues: <c>from</c> in the query.</summary>
internal static class ListFrom
{
    /// <summary>The parameter.</summary>
    public const string Name = "from";

    /// <summary>The answer to a position that is not from a list.</summary>
    public static Problem Wrong { get; } = new(StatusCodes.Status400BadRequest, "FROM", "from must be the next of an earlier answer.");

    /// <summary>The value in the query; null for none.</summary>
    public static string? Of(HttpRequest request) => request.Query.TryGetValue(Name, out var value) ? value.ToString() : null;
}
