using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Divoc.Functions.Tests.Architecture;

/// <summary>
/// What one more type or format needs of the program: the tests' own (<c>Growth</c>) are made of what is public in a few rooms, as one of
/// somebody else would be.
/// </summary>
public sealed class GrowthNeedsTests
{
    private const string Root = "Divoc.Functions.";
    private const string Growth = "Divoc.Functions.Tests.Growth.";

    private static readonly ArchUnitNET.Domain.Architecture Program =
        new ArchLoader().LoadAssemblies(typeof(Divoc.Functions.Domain.Caller).Assembly, typeof(GrowthNeedsTests).Assembly).Build();

    [Theory]
    [InlineData("Convalescence", "Domain Rendering Types")]
    [InlineData("Data", "Domain Rendering Types")]
    [InlineData("Jws", "Domain Formats Keys Rendering Types")]
    public void A_folder_of_growth_depends_only_on_public_types_of_these_rooms(string folder, string rooms)
    {
        var needed = (from type in Program.Types
                      where type.FullName.StartsWith($"{Growth}{folder}.", StringComparison.Ordinal)
                      from dependency in type.Dependencies
                      let target = dependency.Target
                      where target.FullName.StartsWith(Root, StringComparison.Ordinal)
                          && !target.FullName.StartsWith(Root + "Tests.", StringComparison.Ordinal)
                      select target).Distinct().ToList();

        Assert.Equal(
            rooms.Split(' '), needed.Select(type => type.FullName[Root.Length..].Split('.')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(needed.Where(type => type.Visibility != Visibility.Public).Select(type => type.FullName));
    }

    [Theory]
    [InlineData("Convalescence", "Jws")]
    [InlineData("Data", "Jws")]
    [InlineData("Jws", "Convalescence")]
    [InlineData("Jws", "Data")]
    [InlineData("Data", "Convalescence")]
    public void Type_and_format_do_not_depend_on_each_other(string folder, string other)
    {
        Assert.Empty(from type in Program.Types
                     where type.FullName.StartsWith($"{Growth}{folder}.", StringComparison.Ordinal)
                     from dependency in type.Dependencies
                     where dependency.Target.FullName.StartsWith($"{Growth}{other}.", StringComparison.Ordinal)
                     select $"{type.FullName} -> {dependency.Target.FullName}");
    }
}
