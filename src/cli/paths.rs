//! Finding the configuration and the data directory.

use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::talk;
use crate::config::Config;
use crate::config::Environment;
use crate::serve::Address;
use crate::serve::ServeError;
use std::path::PathBuf;

/// The environment variable that names the configuration.
const VARIABLE: &str = "SAYSO_CONFIG";
/// That in which systemd names the unit's directories for what lasts as long as it runs (`systemd.exec(5)`).
const RUNTIME: &str = "RUNTIME_DIRECTORY";

/// The configuration file that is meant: named, or the first that exists of the usual places.
fn find(place: &Place) -> Option<PathBuf> {
    let named = std::env::var_os(VARIABLE)
        .filter(|path| !path.is_empty())
        .map(PathBuf::from);
    place.config.clone().or(named).or_else(|| {
        Environment::of_process()
            .config_files()
            .into_iter()
            .find(|path| path.exists())
    })
}

/// The configuration file that must be there.
pub fn config_file(place: &Place) -> Result<PathBuf, Failure> {
    find(place).ok_or_else(|| {
        let tried: Vec<String> = Environment::of_process().config_files().iter().map(|path| path.display().to_string()).collect();
        Failure::misuse(format!(
            "no configuration: give one with --config FILE (config/demo.toml needs no internet, config/sayso.toml polls real feeds); looked in {}",
            tried.join(" and ")
        ))
    })
}

/// The configuration; every problem in it is reported at once.
pub fn config(place: &Place) -> Result<(PathBuf, Config), Failure> {
    let path = config_file(place)?;
    let environment = Environment::of_process().with_data_dir(place.data_dir.as_deref());
    let config = Config::load_in(&path, &environment).map_err(Failure::misuse)?;
    Ok((path, config))
}

/// The data directory that is meant.
pub fn data_dir(place: &Place) -> Result<PathBuf, Failure> {
    config_or_defaults(place).map(|config| config.data_dir)
}

/// Where the service of this process is found.
pub fn address(config: &Config) -> Result<Address, ServeError> {
    let named = std::env::var_os(RUNTIME).unwrap_or_default();
    let first = std::env::split_paths(&named).next();
    Address::of(
        &config.data_dir,
        first.as_deref().filter(|dir| dir.is_absolute()),
    )
}

/// The configuration; where nobody names a file and none is in the usual places, the defaults, which are enough for what polls
/// no feed. If then only the demo newsroom has ever run, its data is meant, and standard error says so.
pub fn config_or_defaults(place: &Place) -> Result<Config, Failure> {
    if find(place).is_some() {
        return Ok(config(place)?.1);
    }
    let environment = Environment::of_process().with_data_dir(place.data_dir.as_deref());
    let mut config = Config::without_feeds(&environment).map_err(Failure::misuse)?;
    let demo = config.data_dir.with_file_name("sayso-demo");
    if place.data_dir.is_none() && !config.data_dir.exists() && demo.exists() {
        talk::note(&format!(
            "this is the demo newsroom's data, in {}; --config FILE names another",
            demo.display()
        ));
        config.data_dir = demo;
    }
    Ok(config)
}
