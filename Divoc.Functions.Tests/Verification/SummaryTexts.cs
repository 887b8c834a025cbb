using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Verification;

/// <summary>Reads summaries.</summary>
internal static class SummaryTexts
{
    /// <summary>The text of a name; null where it is absent.</summary>
    public static string? Text(this Summary summary, string name) =>
        summary.Values.Where(value => value.Key == name).Select(value => value.Value.ToString()).SingleOrDefault();
}
