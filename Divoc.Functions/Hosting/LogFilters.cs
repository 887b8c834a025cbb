namespace Divoc.Functions.Hosting;

/// <summary>
/// Limits what libraries may log, whatever the settings of <c>Logging</c> are: below Warning they write paths, queries and headers, which
/// contain codes, keys and ids of people. For the program's own log lines, the operator decides.
/// </summary>
internal static class LogFilters
{
    private const string OwnCategories = "Divoc.";

    /// <summary>This category opens a log scope with the path around each request, unless none of its levels is on.</summary>
    private const string RequestScopes = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Applies the limit to all rules, also to those that settings add later.</summary>
    public static IServiceCollection AddLogFilters(this IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(Bound);

    /// <summary>Whether a line of a category may be written at all.</summary>
    internal static bool MayWrite(string? category, LogLevel level)
    {
        if (category is null || category.StartsWith(OwnCategories, StringComparison.Ordinal))
        {
            return true;
        }

        return level >= LogLevel.Warning && category != RequestScopes;
    }

    private static void Bound(LoggerFilterOptions options)
    {
        // If no rule fits, this default rule counts.
        List<LoggerFilterRule> rules = [new LoggerFilterRule(null, null, options.MinLevel, null), .. options.Rules];
        options.Rules.Clear();
        foreach (var rule in rules)
        {
            options.Rules.Add(new LoggerFilterRule(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
                MayWrite(category, level) && (rule.Filter is null || rule.Filter(provider, category, level))));
        }
    }
}
