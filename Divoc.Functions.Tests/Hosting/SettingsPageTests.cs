using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using Divoc.Functions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>The tables of settings in docs/ are made from the options classes and their documentation comments.</summary>
public sealed partial class SettingsPageTests
{
    private const string Update = "DIVOC_UPDATE_SETTINGS";

    public static TheoryData<string> Pages => ["settings.md", "settings-hosting.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_tables_of_the_settings_page_match_the_options_classes(string page)
    {
        var path = PathOf(page);
        var text = File.ReadAllText(path);
        var places = Places();
        var expected = Table().Replace(
            text, table => $"{table.Groups["begin"].Value}{SettingsTable.Of(NamesOf(table), places)}{table.Groups["end"].Value}");
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }

        Assert.True(
            expected == text,
            $"Settings or their comments have changed. Run this test with {Update}=1: it writes the tables of docs/{page} anew. First "
                + $"difference: {FirstDifference(expected, text)}");
    }

    [Fact]
    public void Each_setting_has_a_table()
    {
        var places = Places();
        var missing = SettingsTable.Rows.Select(setting => setting.Name)
            .Where(name => SettingsTable.PlaceOf(name, places) is null)
            .ToList();

        Assert.True(
            missing.Count == 0, $"No '<!-- settings: … -->' of docs/settings*.md names the section of {string.Join(", ", missing)}.");
    }

    [Fact]
    public void No_table_names_a_section_twice_or_names_an_unknown_section()
    {
        var places = Places();
        var used = SettingsTable.Rows.Select(setting => SettingsTable.PlaceOf(setting.Name, places)).OfType<string>();

        Assert.Equal(used.Distinct().Order(StringComparer.Ordinal), places.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_range_in_the_tables_is_checked_at_start()
    {
        var configuration = new ConfigurationBuilder().Build();
        using var services = new ServiceCollection().AddDivoc(configuration).BuildServiceProvider();
        var classes = SettingNames.All
            .Where(setting => setting.Member is PropertyInfo member && member.IsDefined(typeof(RangeAttribute)))
            .Select(setting => setting.Member!.DeclaringType!)
            .Distinct()
            .ToList();

        Assert.NotEmpty(classes);
        Assert.All(classes, one => Assert.Contains(
            services.GetServices(typeof(IValidateOptions<>).MakeGenericType(one)),
            validator => validator!.GetType() == typeof(DataAnnotationValidateOptions<>).MakeGenericType(one)));
    }

    private static List<string> Places()
    {
        return [.. Pages.SelectMany(page => Table().Matches(File.ReadAllText(PathOf(page.Data)))).SelectMany(NamesOf)];
    }

    private static string[] NamesOf(Match table) => table.Groups["names"].Value.Split(' ');

    private static string PathOf(string page) => Path.Combine(SharedData.RepositoryRoot, "docs", page);

    private static string FirstDifference(string expected, string actual)
    {
        return expected.Split('\n').Except(actual.Split('\n')).FirstOrDefault() ?? "a line must go";
    }

    [GeneratedRegex("(?<begin><!-- settings: (?<names>[^>]+) -->\n).*?(?<end>\n<!-- end of settings -->)", RegexOptions.Singleline)]
    private static partial Regex Table();
}
