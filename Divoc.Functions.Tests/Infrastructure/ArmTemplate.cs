using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>The compiled template, looked through by modules.</summary>
internal sealed class ArmTemplate(JsonObject root)
{
    /// <summary>The type of a module.</summary>
    public const string DeploymentType = "Microsoft.Resources/deployments";

    public static async Task<ArmTemplate> OfMainAsync() => new(await BicepCompiler.MainAsync());

    /// <summary>The template of a module of main.bicep by its symbolic name.</summary>
    public JsonObject Module(string name)
    {
        var module = Assert.Single(Resources(root), resource => resource.Name == name).Resource;
        Assert.Equal(DeploymentType, Text(module["type"]));
        return module["properties"]!["template"]!.AsObject();
    }

    /// <summary>What main.bicep hands to a module.</summary>
    public JsonObject ArgumentsOf(string name) =>
        Resources(root).Single(resource => resource.Name == name).Resource["properties"]!["parameters"]!.AsObject();

    /// <summary>All resources of a type in a module.</summary>
    public IReadOnlyList<JsonObject> ResourcesOf(string module, string type) =>
        [.. Resources(Module(module)).Select(resource => resource.Resource).Where(resource => Text(resource["type"]) == type)];

    /// <summary>The names of a type's resources in a module: the last literal part, such as <c>registry</c>.</summary>
    public IReadOnlyList<string> NamesOf(string module, string type) =>
        [.. ResourcesOf(module, type).Select(resource => LastName(Text(resource["name"])))];

    public static string Text(JsonNode? node) => node!.GetValue<string>();

    /// <summary>The last literal text of an expression such as <c>[format('{0}/{1}', parameters('name'), 'registry')]</c>.</summary>
    public static string LastName(string expression) => expression.StartsWith('[') ? expression.Split('\'')[^2] : expression;

    private static IEnumerable<(string Name, JsonObject Resource)> Resources(JsonObject template) => template["resources"] switch
    {
        JsonObject named => named.Select(pair => (pair.Key, pair.Value!.AsObject())),
        JsonArray listed => listed.Select(resource => (LastName(Text(resource!["name"])), resource.AsObject())),
        _ => [],
    };
}
