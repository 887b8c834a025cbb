using System.Globalization;
using System.Reflection;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Hosting;

/// <summary>
/// The settings that the program knows. They are read from its options classes, so that there is no second list to keep up to date: a class
/// with a constant <c>SectionName</c> is bound to that section. The settings of all hosts and builds are known to each of them.
/// </summary>
internal static class SettingNames
{
    /// <summary>The part of a name that the operator chooses.</summary>
    public const string Free = "{name}";

    private const string SectionMember = "SectionName";
    private const string NameMember = "SettingName";
    private const BindingFlags Constants = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownSetting> All { get; } = [.. typeof(SettingNames).Assembly.GetTypes().SelectMany(Of)];

    private static IEnumerable<KnownSetting> Of(Type type)
    {
        if (ConstantOf(type, NameMember) is { } name)
        {
            yield return new KnownSetting(name, typeof(string), type.GetField(NameMember, Constants)!);
        }

        if (ConstantOf(type, SectionMember) is { } section)
        {
            foreach (var setting in Below(section, type, DefaultsOf(type)))
            {
                yield return setting;
            }
        }
    }

    private static string? ConstantOf(Type type, string member)
    {
        return type.GetField(member, Constants) is { IsLiteral: true } constant && constant.FieldType == typeof(string)
            ? (string?)constant.GetRawConstantValue()
            : null;
    }

    private static object? DefaultsOf(Type type) => type.GetConstructor(Type.EmptyTypes) is null ? null : Activator.CreateInstance(type);

    private static IEnumerable<KnownSetting> Below(string section, Type type, object? defaults)
    {
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting).SelectMany(property =>
        {
            var place = property.GetCustomAttribute<SettingPlaceAttribute>();
            var name = place?.Place ?? $"{section}:{property.Name}";
            var value = defaults is null ? null : property.GetValue(defaults);
            return place is { IsCheckedByItsReader: true }
                ? [new KnownSetting(name, property.PropertyType, property) { IsOpen = true }]
                : Named(name, property.PropertyType, value, property);
        });
    }

    /// <summary>The properties that the binder fills: those that can be set, and dictionaries.</summary>
    private static bool IsSetting(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } || ValueOfDictionary(property.PropertyType) is not null;

    private static IEnumerable<KnownSetting> Named(string name, Type type, object? value, MemberInfo member)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string) || plain.IsValueType)
        {
            return [new KnownSetting(name, plain, member) { Default = Convert.ToString(value, CultureInfo.InvariantCulture) }];
        }

        if (ValueOfDictionary(plain) is { } entry)
        {
            return Named($"{name}:{Free}", entry, null, member);
        }

        return plain.IsAssignableFrom(typeof(string[]))
            ? [new KnownSetting(name, typeof(string), member), new KnownSetting($"{name}:{Free}", typeof(string), member)]
            : Below(name, plain, value ?? DefaultsOf(plain));
    }

    private static Type? ValueOfDictionary(Type type)
    {
        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return kind == typeof(Dictionary<,>) || kind == typeof(IDictionary<,>) || kind == typeof(IReadOnlyDictionary<,>)
            ? type.GetGenericArguments()[1]
            : null;
    }
}

/// <summary>A setting that the program knows.</summary>
/// <param name="Name">Its name; <see cref="SettingNames.Free"/> in it stands for any word.</param>
/// <param name="Type">What its value is.</param>
/// <param name="Member">
/// The property or constant that defines it; its documentation comment is the text of docs/settings.md. Null for a setting that only the
/// Functions host reads.
/// </param>
internal sealed record KnownSetting(string Name, Type Type, MemberInfo? Member)
{
    private readonly string[] steps = Name.Split(':');

    /// <summary>Its value if it is not set; null or empty for none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether there are names below it that only its reader knows and checks.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether a name in the settings means this one. Names are case-insensitive.</summary>
    public bool Is(string name)
    {
        var given = name.Split(':');
        return (given.Length == steps.Length || (IsOpen && given.Length > steps.Length)) && Begins(given, steps.Length);
    }

    /// <summary>Whether this one is below a name.</summary>
    public bool IsBelow(string name)
    {
        var given = name.Split(':');
        return given.Length < steps.Length && Begins(given, given.Length);
    }

    /// <summary>The name, with the parts that the operator chooses taken from a given name.</summary>
    public string NameLike(string given)
    {
        var words = given.Split(':');
        return string.Join(':', steps.Select((step, index) => step == SettingNames.Free && index < words.Length ? words[index] : step));
    }

    private bool Begins(string[] given, int count)
    {
        return !given.Take(count)
            .Where(
                (word, index) => steps[index] != SettingNames.Free
                    && !string.Equals(word, steps[index], StringComparison.OrdinalIgnoreCase))
            .Any();
    }
}
