namespace Divoc.Functions.Rendering.Templates;

/// <summary>Which certificates a template prints.</summary>
public enum TemplateKind
{
    /// <summary>Vaccinations.</summary>
    Vaccination,

    /// <summary>Test results.</summary>
    Test,
}
