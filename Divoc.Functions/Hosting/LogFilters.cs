namespace Divoc.Functions.Hosting;

/// <summary>
/// Bounds what libraries may write, whatever the settings of <c>Logging</c> ask for: below Warning they tell paths, queries and headers, in which codes, keys and ids of
/// people stand. What the program itself logs is the operator's to choose.
/// </summary>
internal static class LogFilters
{
    private const string OwnCategories = "Divoc.";

    /// <summary>It opens a log scope with the path around each request for whoever writes scopes, unless no level of it is on.</summary>
    private const string RequestScopes = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Puts the bound around all rules, those included that settings bring later.</summary>
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
        // Of the rules that fit, one counts; where none does, this one.
        List<LoggerFilterRule> rules = [new LoggerFilterRule(null, null, options.MinLevel, null), .. options.Rules];
        options.Rules.Clear();
        foreach (var rule in rules)
        {
            options.Rules.Add(new LoggerFilterRule(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
                MayWrite(category, level) && (rule.Filter is null || rule.Filter(provider, category, level))));
        }
    }
}
