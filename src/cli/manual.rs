//! `sayso manual`: man pages and shell completions, written from the command line's own definition, so that they cannot drift.

use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use clap::Args as ClapArgs;
use clap::Command;
use clap::ValueEnum;
use clap_complete::Shell;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Arguments of `manual`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  sayso manual                                   sayso(1) as roff: sayso manual | man -l -
  sayso manual completions bash                  completions for a shell, to standard output
  sayso manual install ~/.local/share            pages and completions where man and the shells look for them")]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Completions for one shell, to standard output.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Writes every man page and the completions for bash, zsh and fish below a folder such as /usr/share.
    Install {
        /// The folder; what is missing in it is made.
        share: PathBuf,
    },
}

/// Answers with one page, one shell's completions, or files.
pub fn run(args: &Args, program: Command) -> Outcome {
    match &args.what {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(program)
                .render(&mut page)
                .map_err(|e| Failure::failed(format!("the page cannot be made: {e}")))?;
            Ok(std::io::stdout().write_all(&page)?)
        }
        Some(What::Completions { shell }) => {
            Ok(std::io::stdout().write_all(&completions(program, *shell))?)
        }
        Some(What::Install { share }) => install(share, &program),
    }
}

fn completions(mut program: Command, shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, "sayso", &mut script);
    script
}

fn install(share: &Path, program: &Command) -> Outcome {
    let failed = |path: &Path, e: std::io::Error| {
        Failure::failed(format!("{} cannot be written: {e}", path.display()))
    };
    let pages = share.join("man/man1");
    fs::create_dir_all(&pages).map_err(|e| failed(&pages, e))?;
    clap_mangen::generate_to(program.clone(), &pages).map_err(|e| failed(&pages, e))?;
    for shell in Shell::value_variants() {
        let path = match shell {
            Shell::Bash => "bash-completion/completions/sayso",
            Shell::Zsh => "zsh/site-functions/_sayso",
            Shell::Fish => "fish/vendor_completions.d/sayso.fish",
            _ => continue,
        };
        let path = share.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
        }
        let mut file = fs::File::create(&path).map_err(|e| failed(&path, e))?;
        file.write_all(&completions(program.clone(), *shell))
            .map_err(|e| failed(&path, e))?;
    }
    Ok(())
}
