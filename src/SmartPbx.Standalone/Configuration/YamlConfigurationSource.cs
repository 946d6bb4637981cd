using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartPbx.Standalone.Configuration;

/// <summary>A YAML file as configuration: nested keys joined by colons, list items by their index. Environment variables come after it and win.</summary>
internal sealed class YamlConfigurationSource(string path) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(path);

    private sealed class Provider(string path) : ConfigurationProvider
    {
        public override void Load()
        {
            var stream = new YamlStream();
            try
            {
                using var reader = new StreamReader(path);
                stream.Load(reader);
            }
            catch (YamlException invalid)
            {
                throw new ConfigurationException(path, $"line {invalid.Start.Line}: {invalid.Message}");
            }
            if (stream.Documents.Count > 0) Flatten("", stream.Documents[0].RootNode);
        }

        private void Flatten(string key, YamlNode node)
        {
            string Below(string name) => key.Length == 0 ? name : ConfigurationPath.Combine(key, name);
            switch (node)
            {
                case YamlScalarNode scalar: Data[key] = scalar.Value; break;
                case YamlSequenceNode list: foreach (var (item, i) in list.Children.Select((n, i) => (n, i))) Flatten(Below($"{i}"), item); break;
                case YamlMappingNode map: foreach (var (name, value) in map.Children) Flatten(Below(((YamlScalarNode)name).Value ?? ""), value); break;
            }
        }
    }
}
